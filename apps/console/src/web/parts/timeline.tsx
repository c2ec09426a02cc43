import { useState } from 'preact/hooks';
import { Chart } from '../chart/chart.tsx';
import type { Unit } from '../chart/chart-data.ts';
import { Strip } from '../chart/strip.tsx';
import { decimal, orDash } from '../format/numbers.ts';
import { useCell } from '../state/cell.ts';
import { moment, range } from '../state/data.ts';
import { clusterNow } from '../state/live.ts';
import { DAY, HOUR, longestSpan, panned, route, shownSpan, spanSeconds, zoom } from '../state/time-control.ts';
import { DecisionLink } from './links.tsx';
import { MomentTime } from './moment-time.tsx';
import { Scroll } from './scroll.tsx';

const SPANS: readonly (readonly [string, number])[] = [
  ['6 h', 6 * HOUR],
  ['1 d', DAY],
  ['1 w', 7 * DAY],
  ['1 mo', 30 * DAY],
];
const MOST_ROWS = 40;

/** Demand, forecast, workers and decisions on one axis of time. */
export function Timeline() {
  const [unit, setUnit] = useState<Unit>('workers');
  return (
    <section class="timeline" aria-labelledby="timeline-title">
      <div class="section-head">
        <h2 id="timeline-title">Demand and workers</h2>
        <Legend unit={unit} />
        <div class="buttons">
          <SpanButtons />
          <button type="button" onClick={() => setUnit(unit === 'workers' ? 'cores' : 'workers')}>
            In {unit === 'workers' ? 'cores' : 'workers'}
          </button>
        </div>
      </div>
      <Chart unit={unit} />
      <Strip />
      <p class="hint">
        Drag to travel in time; Shift and drag, or swipe sideways, to pan; Ctrl and wheel to zoom. <SpanText />
      </p>
      <AsTable unit={unit} />
    </section>
  );
}

function SpanButtons() {
  const length = useCell(spanSeconds);
  const { at } = useCell(route);
  const around = () => (at ?? clusterNow()) / 1_000;
  return (
    <fieldset class="spans">
      <legend class="unseen">Span of the chart</legend>
      {[...SPANS, ['All', longestSpan()] as const].map(([label, seconds]) => (
        <button key={label} type="button" aria-pressed={Math.abs(length - seconds) < 1} onClick={() => zoom(seconds, around())}>
          {label}
        </button>
      ))}
    </fieldset>
  );
}

function SpanText() {
  useCell(panned);
  useCell(spanSeconds);
  useCell(range.cell);
  const { from, to } = shownSpan();
  return (
    <span class="span-text">
      <MomentTime at={from * 1_000} form="full" /> to <MomentTime at={to * 1_000} form="full" />
    </span>
  );
}

function Legend({ unit }: { readonly unit: Unit }) {
  const view = useCell(moment.cell).value;
  const load = view?.load ?? null;
  const inUnit = unit === 'workers' ? 'workers' : 'workers, drawn in cores';
  return (
    <ul class="legend" aria-label={`At the moment, in ${inUnit}`}>
      <li class="key-workers">
        Workers <b>{view ? view.fleet.counts.ready : '–'}</b>
      </li>
      <li class="key-spot">
        of them Spot <b>{view ? view.fleet.counts.spot : '–'}</b>
      </li>
      <li class="key-demand">
        Demand <b>{orDash(load?.demandWorkers ?? null, (value) => decimal(value))}</b>
      </li>
      <li class="key-band">
        Foreseen <b>{view?.forecast?.steps[0] ? decimal(view.forecast.steps[0].middle) : '–'}</b>
      </li>
      <li class="key-up">up</li>
      <li class="key-down">down</li>
      <li class="key-interruption">Spot taken</li>
    </ul>
  );
}

/** The chart for whoever does not see it; made when it is opened. */
function AsTable({ unit }: { readonly unit: Unit }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details class="as-table" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>As a table</summary>
      {isOpen && <Rows unit={unit} />}
    </details>
  );
}

function Rows({ unit }: { readonly unit: Unit }) {
  const { value } = useCell(range.cell);
  useCell(panned);
  const { from, to } = shownSpan();
  const indices = value ? value.at.flatMap((at, index) => (at >= from && at <= to ? [index] : [])) : [];
  const every = Math.max(1, Math.ceil(indices.length / MOST_ROWS));
  const changes = (value?.changes ?? []).filter(({ at }) => at >= from && at <= to);
  return (
    <Scroll label="Demand and workers as a table">
      <table>
        <thead>
          <tr>
            <th scope="col">Time</th>
            <th scope="col">Demand, {unit}</th>
            <th scope="col">Workers</th>
            <th scope="col">Spot</th>
          </tr>
        </thead>
        <tbody>
          {value &&
            indices
              .filter((_, place) => place % every === 0)
              .map((index) => (
                <tr key={index}>
                  <td>
                    <MomentTime at={(value.at[index] ?? 0) * 1_000} form="full" />
                  </td>
                  <td>
                    {orDash((unit === 'workers' ? value.demand : value.cores)[index] ?? null, (demand) => decimal(demand, 2))}
                  </td>
                  <td>{value.workers[index]}</td>
                  <td>{value.spot[index]}</td>
                </tr>
              ))}
        </tbody>
      </table>
      <ol>
        {changes.map(({ id, at, action, from: before, to: after }) => (
          <li key={id}>
            <MomentTime at={at * 1_000} form="full" />{' '}
            <DecisionLink id={id} at={at * 1_000}>{`${action} ${before} → ${after}`}</DecisionLink>
          </li>
        ))}
      </ol>
    </Scroll>
  );
}
