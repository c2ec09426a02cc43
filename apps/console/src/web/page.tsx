import { useEffect } from 'preact/hooks';
import { Answer } from './parts/answer.tsx';
import { Cost } from './parts/cost.tsx';
import { DecisionDetail } from './parts/decision-detail.tsx';
import { Decisions } from './parts/decisions.tsx';
import { Fleet } from './parts/fleet.tsx';
import { Forecast } from './parts/forecast.tsx';
import { Header } from './parts/header.tsx';
import { Help } from './parts/help.tsx';
import { Interruptions } from './parts/interruptions.tsx';
import { NodeDetail } from './parts/node-detail.tsx';
import { Announcements, Notices } from './parts/notices.tsx';
import { Timeline } from './parts/timeline.tsx';
import { useCell } from './state/cell.ts';
import { keepCurrent } from './state/data.ts';
import { listenToKeys } from './state/keys.ts';
import { clock, listen } from './state/live.ts';
import { route } from './state/time-control.ts';

/** One page, ruled by one moment. */
export function Page() {
  const { nodeId } = useCell(route);
  useEffect(() => {
    keepCurrent();
    listenToKeys();
    listen();
  }, []);
  return (
    <>
      <Header />
      <Notices />
      <main>
        <h1 class="unseen">The fleet at one moment</h1>
        <Beginning />
        <Answer />
        <Timeline />
        <div class="panels">
          {nodeId === null ? <DecisionDetail /> : <NodeDetail id={nodeId} />}
          <Fleet />
          <Decisions />
        </div>
        <div class="panels is-lower">
          <Cost />
          <Forecast />
          <Interruptions />
        </div>
      </main>
      <footer class="foot">
        Everything here is read from the event store; nothing can be changed. <kbd>?</kbd> tells the keys.
      </footer>
      <Help />
      <Announcements />
    </>
  );
}

/** Before there is anything to see. */
function Beginning() {
  const known = useCell(clock);
  if (known === null) return null;
  if (known.state.kind === 'loading') {
    return (
      <p class="beginning" role="status">
        Reading the store: <b>{known.events.toLocaleString('en-GB')}</b> events so far
      </p>
    );
  }
  if (known.first !== null) return null;
  return (
    <div class="beginning" data-testid="empty">
      <p>
        <strong>This store has no event of cluster “{known.cluster}” yet.</strong>
      </p>
      <p>
        A fleet begins with <code>smartscale up</code> (simulated) or <code>smartscale run</code> (real). Another cluster’s is
        shown with <code>--cluster</code>. This page fills by itself.
      </p>
    </div>
  );
}
