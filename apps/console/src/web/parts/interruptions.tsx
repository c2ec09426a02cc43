import type { Interruption } from '../../server/views/interruptions-view.ts';
import { plural } from '../format/numbers.ts';
import { useCell } from '../state/cell.ts';
import { moment } from '../state/data.ts';
import { NodeLink } from './links.tsx';
import { MomentTime } from './moment-time.tsx';
import { Scroll } from './scroll.tsx';

const KINDS = {
  interruption: 'taken back',
  rebalance: 'may be taken',
  maintenance: 'maintenance',
  stopped: 'stopped',
} as const;

/** What EC2 and AWS announced of machines in the week before the moment, and how each ended. */
export function Interruptions() {
  const { value } = useCell(moment.cell);
  const list = value?.interruptions ?? null;
  return (
    <section class="panel interruptions" aria-labelledby="interruptions-title">
      <div class="section-head">
        <h2 id="interruptions-title">Interruptions</h2>
        <p class="muted">{list ? `${plural(list.length, 'notice')} in the week before` : ' '}</p>
      </div>
      <Scroll label="Notices of EC2, the newest first">
        {list?.length === 0 && <p class="empty">EC2 took nothing back in that week</p>}
        <ul class="rows">
          {list?.map((each) => (
            <Line key={each.id} interruption={each} />
          ))}
        </ul>
      </Scroll>
    </section>
  );
}

function Line({ interruption: { at, kind, instanceId, zone, outcome } }: { readonly interruption: Interruption }) {
  return (
    <li class="row">
      <MomentTime at={at} form="full" />
      <span class={`row-action is-${kind}`}>{KINDS[kind]}</span>
      <span class="row-reason">
        <NodeLink id={instanceId} /> {zone}
        {outcome === null ? '' : `: ${outcome}`}
      </span>
    </li>
  );
}
