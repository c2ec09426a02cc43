import type { CostView } from '../../server/views/cost-view.ts';
import { percent, plural, usd } from '../format/numbers.ts';
import { useCell } from '../state/cell.ts';
import { cost } from '../state/data.ts';
import { DecisionLink } from './links.tsx';
import { MomentTime } from './moment-time.tsx';
import { Scroll } from './scroll.tsx';

/** The month up to the moment, beside what it would have cost otherwise, and savings as predicted and as they came. */
export function Cost() {
  const { value } = useCell(cost.cell);
  return (
    <section class="panel cost" aria-labelledby="cost-title">
      <div class="section-head">
        <h2 id="cost-title">Cost{value ? ` of ${value.month} so far` : ''}</h2>
        <p class="muted">{value ? outlook(value) : ' '}</p>
      </div>
      {value ? <Books view={value} /> : <p class="empty">No worker was launched until this moment</p>}
    </section>
  );
}

function outlook({ forecast }: CostView): string {
  return forecast.kind === 'forecast' ? `${usd(forecast.usd)} foreseen in all` : '';
}

function Books({ view }: { readonly view: CostView }) {
  const { usd: spent, onDemand, staticFleet, workersUsd, fixedUsd, unknown } = view;
  const highest = Math.max(spent, onDemand.usd, staticFleet?.usd ?? 0);
  return (
    <div class="books">
      <ul class="compared" aria-label="What was spent beside what would have been">
        <Compared
          name="This fleet"
          amount={spent}
          highest={highest}
          note={`workers ${usd(workersUsd)}, rest ${usd(fixedUsd)}`}
          isOwn
        />
        <Compared name="The same, all On-Demand" amount={onDemand.usd} highest={highest} note={saved(onDemand.savedPercent)} />
        {staticFleet && (
          <Compared
            name={`Always ${staticFleet.workers} × ${staticFleet.instanceType}`}
            amount={staticFleet.usd}
            highest={highest}
            note={saved(staticFleet.savedPercent)}
          />
        )}
      </ul>
      <Days view={view} />
      <Savings view={view} />
      {unknown.length > 0 && <p class="muted">Not in the sums: {unknown.join('; ')}</p>}
    </div>
  );
}

function saved(savedPercent: number): string {
  return savedPercent >= 0 ? `${percent(savedPercent)} saved` : `${percent(-savedPercent)} more spent`;
}

type ComparedProps = {
  readonly name: string;
  readonly amount: number;
  readonly highest: number;
  readonly note: string;
  readonly isOwn?: boolean;
};

function Compared({ name, amount, highest, note, isOwn = false }: ComparedProps) {
  return (
    <li class={isOwn ? 'is-own' : ''}>
      <span>{name}</span> <span class="muted">{note}</span> <span class="amount">{usd(amount)}</span>
      <svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
        <rect width={highest === 0 ? 0 : (100 * amount) / highest} height="6" />
      </svg>
    </li>
  );
}

function Days({ view: { byDay } }: { readonly view: CostView }) {
  const highest = Math.max(0.01, ...byDay.map(({ usd: amount }) => amount));
  const width = 100 / Math.max(byDay.length, 10);
  const dearest = byDay.reduce<CostView['byDay'][number] | null>(
    (most, day) => (most === null || day.usd > most.usd ? day : most),
    null,
  );
  return (
    <figure class="days">
      <svg
        viewBox="0 0 100 30"
        preserveAspectRatio="none"
        role="img"
        aria-label={`Workers by day, from ${byDay[0]?.day} to ${byDay.at(-1)?.day}; most on ${dearest?.day}`}
      >
        {byDay.map(({ day, usd: amount }, index) => (
          <rect
            key={day}
            x={index * width}
            y={30 - (30 * amount) / highest}
            width={width * 0.82}
            height={(30 * amount) / highest}
          >
            <title>{`${day}: ${usd(amount)}`}</title>
          </rect>
        ))}
      </svg>
      <figcaption class="muted">
        Workers by day of UTC{dearest ? `; most on ${dearest.day}: ${usd(dearest.usd)}` : ''}
      </figcaption>
    </figure>
  );
}

function Savings({ view: { savings } }: { readonly view: CostView }) {
  if (savings.newest.length === 0) return <p class="muted">No scale-down whose saving was predicted yet</p>;
  return (
    <div class="savings">
      <h3>
        Savings of scale-downs: predicted {usd(savings.predictedUsd)}, came to {usd(savings.actualUsd)} (
        {plural(savings.decisions, 'settled one')})
      </h3>
      <Scroll label="Savings, predicted and actual">
        <table>
          <thead>
            <tr>
              <th scope="col">Decision</th>
              <th scope="col">Predicted</th>
              <th scope="col">Actual</th>
            </tr>
          </thead>
          <tbody>
            {savings.newest.map(({ at, workers, predictedUsd, actualUsd, isOpen, decisionId }) => (
              <tr key={at}>
                <td>
                  {decisionId === null ? (
                    <MomentTime at={at} form="full" />
                  ) : (
                    <DecisionLink id={decisionId} at={Date.parse(at)}>
                      <MomentTime at={at} form="full" />
                    </DecisionLink>
                  )}{' '}
                  <span class="muted">−{workers}</span>
                </td>
                <td>{usd(predictedUsd)}</td>
                <td>
                  {usd(actualUsd)}
                  <span class="muted">{isOpen ? ' so far' : ''}</span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </div>
  );
}
