import type { CostView } from '../../server/views/cost-view.ts';
import type { ForecastView } from '../../server/views/forecast-view.ts';
import type { MomentView } from '../../server/views/moment-view.ts';
import type { Problem } from '../../server/views/problems.ts';
import { decimal, percent, plural, usd } from '../format/numbers.ts';
import { duration, local } from '../format/time.ts';
import { useCell } from '../state/cell.ts';
import { cost, moment } from '../state/data.ts';
import { clusterNow } from '../state/live.ts';
import { route } from '../state/time-control.ts';
import { DecisionLink, NodeLink } from './links.tsx';
import { MomentTime } from './moment-time.tsx';
import { Prose } from './prose.tsx';
import { useNow } from './use-now.ts';

/** The questions that people come with, answered in a line each. */
export function Answer() {
  const { value } = useCell(moment.cell);
  const spent = useCell(cost.cell).value;
  return (
    <section class="answer" aria-label="Overview">
      <Wrong problems={value?.problems ?? null} />
      <div class="cells">
        <Workers view={value} />
        <Why view={value} />
        <Next view={value} />
        <Spent view={spent} />
      </div>
    </section>
  );
}

function Wrong({ problems }: { readonly problems: readonly Problem[] | null }) {
  if (problems === null) return <p class="verdict">&nbsp;</p>;
  const [first, ...others] = problems;
  if (!first) return <p class="verdict is-well">Nothing is wrong</p>;
  const isWrong = first.severity === 'wrong';
  return (
    <div class={`verdict ${isWrong ? 'is-wrong' : 'is-watched'}`}>
      <ProblemLine problem={first} />
      {others.length > 0 && (
        <details>
          <summary>{plural(others.length, 'more')}</summary>
          {others.map((problem) => (
            <ProblemLine key={`${problem.title}${problem.nodeId}`} problem={problem} />
          ))}
        </details>
      )}
    </div>
  );
}

function ProblemLine({ problem: { severity, title, detail, since, nodeId } }: { readonly problem: Problem }) {
  return (
    <p>
      <strong>
        <span class="unseen">{severity === 'wrong' ? 'Wrong: ' : 'To watch: '}</span>
        {title}
      </strong>
      <span class="muted">
        {' '}
        {since !== null && (
          <>
            since <MomentTime at={since} />.{' '}
          </>
        )}
        <Prose text={detail} /> {nodeId !== null && <NodeLink id={nodeId}>Its life</NodeLink>}
      </span>
    </p>
  );
}

type Viewed = { readonly view: MomentView | null };

function Workers({ view }: Viewed) {
  const parts = view ? countParts(view) : [];
  return (
    <div class="cell">
      <h2>Workers</h2>
      <p class="figure" data-testid="workers">
        {view ? view.fleet.counts.ready : '–'}
      </p>
      <p class="muted">{view ? parts.join(' · ') : ' '}</p>
    </div>
  );
}

function countParts({ fleet: { counts }, bounds }: MomentView): readonly string[] {
  return [
    `of ${bounds.min}–${bounds.max}`,
    `${counts.spot} Spot`,
    ...(counts.coming > 0 ? [`${counts.coming} coming`] : []),
    ...(counts.leaving > 0 ? [`${counts.leaving} leaving`] : []),
  ];
}

function Why({ view }: Viewed) {
  const last = view?.decision ?? null;
  const change = view?.change ?? null;
  return (
    <div class="cell is-wide">
      <h2>Why</h2>
      <p class="sentence">{view ? <Prose text={last?.reason ?? 'Nothing was decided yet'} /> : ' '}</p>
      <p class="muted">
        {change ? (
          <>
            Last change:{' '}
            <DecisionLink id={change.id} at={change.at}>{`${change.action} ${change.from} → ${change.to}`}</DecisionLink>{' '}
            <MomentTime at={change.at} form="full" />
          </>
        ) : (
          ' '
        )}
      </p>
    </div>
  );
}

function Next({ view }: Viewed) {
  const { at } = useCell(route);
  useNow();
  return (
    <div class="cell is-wide">
      <h2>Next</h2>
      <p class="sentence">{view ? <Outlook view={view} /> : ' '}</p>
      <p class="muted">{view ? nextEvaluation(view, at ?? clusterNow()) : ' '}</p>
    </div>
  );
}

function nextEvaluation({ nextSampleAt, operation }: MomentView, now: number): string {
  if (operation) return `A ${operation.cause} goes on since ${local(Date.parse(operation.plannedAt), 'clock')}`;
  if (nextSampleAt === null) return 'Evaluated with the first sample';
  const seconds = (Date.parse(nextSampleAt) - now) / 1_000;
  return seconds > 0 ? `Evaluated again in ${duration(seconds)}` : 'Evaluated with the next sample';
}

/** Will it scale before the peak? */
function Outlook({ view: { forecast, fleet } }: { readonly view: MomentView }) {
  if (forecast === null) return <>No forecast of this hour</>;
  const { peak } = forecast;
  if (peak === null) return <>{forecast.because}</>;
  const has = fleet.counts.ready + fleet.counts.coming;
  return (
    <>
      Peak of {decimal(peak.high)} workers’ worth at <MomentTime at={peak.at} /> {preparation(forecast, peak.workers, has)}
    </>
  );
}

function preparation({ mode }: ForecastView, needed: number, has: number): string {
  if (needed <= has) return `fits the ${has} that are there`;
  const more = `wants ${needed}, ${has} are there`;
  return mode === 'active' ? `${more}: workers are asked for when it is near` : `${more}; forecasts are only watched`;
}

function Spent({ view }: { readonly view: CostView | null }) {
  return (
    <div class="cell">
      <h2>{view ? `Cost, ${monthName(view.month)}` : 'Cost'}</h2>
      <p class="figure" data-testid="cost">
        {view ? usd(view.usd) : '–'}
      </p>
      <p class="muted">{view ? comparison(view) : ' '}</p>
    </div>
  );
}

function comparison({ staticFleet, onDemand }: CostView): string {
  if (staticFleet)
    return `${percent(Math.abs(staticFleet.savedPercent))} ${staticFleet.savedPercent >= 0 ? 'below' : 'above'} ${staticFleet.workers} fixed`;
  return `${percent(onDemand.savedPercent)} below On-Demand`;
}

function monthName(month: string): string {
  return new Intl.DateTimeFormat('en-GB', { month: 'long', timeZone: 'UTC' }).format(Date.parse(`${month}-01T00:00:00Z`));
}
