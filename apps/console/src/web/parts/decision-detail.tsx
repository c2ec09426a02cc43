import { useEffect } from 'preact/hooks';
import type { DecisionView } from '../../server/views/decision-view.ts';
import { useCell } from '../state/cell.ts';
import { decision, moment } from '../state/data.ts';
import { step } from '../state/keys.ts';
import { route } from '../state/time-control.ts';
import { ARROWS } from './decisions.tsx';
import { MomentTime } from './moment-time.tsx';
import { Prose } from './prose.tsx';
import { Scroll } from './scroll.tsx';
import { StoryLines } from './story-lines.tsx';

/** The decision that a link names, or the one in force at the moment: what it saw, was held by, and what would have changed it. */
export function DecisionDetail() {
  const { decisionId } = useCell(route);
  const inForce = useCell(moment.cell).value?.decision?.id ?? null;
  const { value, error } = useCell(decision.cell);
  const nothing = error?.kind === 'unknown' ? 'There is no such decision' : 'Nothing was decided yet';
  useEffect(() => {
    if (decisionId === null && inForce !== null) decision.ask(`/api/decisions/${encodeURIComponent(inForce)}`);
  }, [decisionId, inForce]);
  return (
    <section class="panel inspector" aria-labelledby="inspector-title">
      <div class="section-head">
        <h2 id="inspector-title">{decisionId === null ? 'Decision in force' : 'Decision'}</h2>
        <div class="buttons">
          <button
            type="button"
            onClick={() => void step('previous', false)}
            aria-label="The decision before"
            title="The decision before (←)"
          >
            ←
          </button>
          <button
            type="button"
            onClick={() => void step('next', false)}
            aria-label="The decision after"
            title="The decision after (→)"
          >
            →
          </button>
        </div>
      </div>
      <Scroll label="Evidence of the decision">{value ? <Evidence view={value} /> : <p class="empty">{nothing}</p>}</Scroll>
    </section>
  );
}

function Evidence({ view }: { readonly view: DecisionView }) {
  const { action, from, to, reason, at, decidedBy } = view.decision;
  return (
    <div class="evidence" data-testid="evidence">
      <p class={`headline is-${action}`}>
        <span aria-hidden="true">{ARROWS[action]} </span>
        {action === 'hold' ? `Hold at ${to}` : `${action === 'up' ? 'Up' : 'Down'} from ${from} to ${to}`}
      </p>
      <p>
        <Prose text={reason} />
      </p>
      <p class="muted">
        <MomentTime at={at} form="full" />, settled by {decidedBy}
      </p>
      <h3>Nearest change that would have decided otherwise</h3>
      <p class="flip">{view.nearestFlip === null ? 'None' : <Prose text={view.nearestFlip} />}</p>
      <h3>Signals</h3>
      <Signals signals={view.signals} />
      <h3>Guards</h3>
      <Guards guards={view.guards} />
      {view.shadow && <Shadow shadow={view.shadow} />}
      <h3>Came of it</h3>
      {view.story.length === 0 ? <p class="muted">Nothing: the fleet stayed as it was</p> : <StoryLines lines={view.story} />}
      <p class="basis">
        Rests on sample {view.basis.samplePosition}, fleet {view.basis.fleetPosition}, policy {view.basis.policyVersion}.{' '}
        {view.decision.id}
      </p>
    </div>
  );
}

function Shadow({
  shadow: { policyName, action, from, to, reason },
}: {
  readonly shadow: NonNullable<DecisionView['shadow']>;
}) {
  return (
    <>
      <h3>Policy {policyName}, which is only watched</h3>
      <p>
        {action === 'hold' ? `Would hold at ${to}: ` : `Would go ${action} from ${from} to ${to}: `}
        <Prose text={reason} />
      </p>
    </>
  );
}

function Signals({ signals }: Pick<DecisionView, 'signals'>) {
  return (
    <table class="signals">
      <thead>
        <tr>
          <th scope="col">Signal</th>
          <th scope="col">Value</th>
          <th scope="col">Limit</th>
          <th scope="col">Wants</th>
          <th scope="col">Says</th>
        </tr>
      </thead>
      <tbody>
        {signals.map(({ name, value, threshold, unit, desiredWorkers, verdict, because, flip }) => (
          <tr key={name} title={flip ?? because}>
            <th scope="row">{name}</th>
            <td>{value === null ? '–' : `${round(value)} ${unit}`}</td>
            <td>{threshold === null ? '–' : round(threshold)}</td>
            <td>{desiredWorkers ?? '–'}</td>
            <td class={`says-${verdict}`}>{verdict}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Guards({ guards }: Pick<DecisionView, 'guards'>) {
  const blocking = guards.filter(({ verdict }) => verdict === 'block');
  if (blocking.length === 0) return <p class="muted">All {guards.length} let it pass</p>;
  return (
    <ul class="guards">
      {blocking.map(({ name, because }) => (
        <li key={name}>
          <strong>{name}</strong> {because}
        </li>
      ))}
    </ul>
  );
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
