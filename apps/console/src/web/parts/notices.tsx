import { useCell } from '../state/cell.ts';
import { decision, node } from '../state/data.ts';
import { clock, connection, news } from '../state/live.ts';
import { goLive, route } from '../state/time-control.ts';

/** What stands between the page and the truth: a server that is gone, a store that cannot be read, a link that leads nowhere. */
export function Notices() {
  const state = useCell(connection);
  const known = useCell(clock);
  const { decisionId, nodeId } = useCell(route);
  const unknownDecision = useCell(decision.cell).error;
  const unknownNode = useCell(node.cell).error;
  return (
    <div class="notices" role="status" aria-live="polite">
      {state === 'gone' && (
        <p class="notice is-wrong">
          <strong>The server does not answer.</strong> What you see is the last it said; the page connects again by itself. Is
          “smartscale up” or “smartscale console” still running?
        </p>
      )}
      {known?.state.kind === 'failed' && (
        <p class="notice is-wrong">
          <strong>The store cannot be read.</strong> {known.state.message}. It is tried again.
        </p>
      )}
      {decisionId !== null && unknownDecision?.kind === 'unknown' && <Unknown message={unknownDecision.message} />}
      {nodeId !== null && unknownNode?.kind === 'unknown' && <Unknown message={unknownNode.message} />}
    </div>
  );
}

function Unknown({ message }: { readonly message: string }) {
  return (
    <p class="notice">
      <strong>That link leads nowhere.</strong> {capital(message)}.{' '}
      <button type="button" class="as-link" onClick={() => goLive()}>
        Show what is now
      </button>
    </p>
  );
}

/** What is new, for people who listen to the page. */
export function Announcements() {
  const told = useCell(news);
  return (
    <div class="unseen" role="log" aria-live="polite" aria-label="News of the fleet">
      {told.map(({ at, text }) => (
        <p key={`${at}${text}`}>{text}</p>
      ))}
    </div>
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
