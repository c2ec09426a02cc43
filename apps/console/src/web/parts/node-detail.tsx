import type { NodeView } from '../../server/views/node-view.ts';
import { usd, usdPerHour } from '../format/numbers.ts';
import { duration } from '../format/time.ts';
import { useCell } from '../state/cell.ts';
import { node } from '../state/data.ts';
import { go, route } from '../state/time-control.ts';
import { STAGE_NAMES } from './fleet.tsx';
import { MomentTime } from './moment-time.tsx';
import { Scroll } from './scroll.tsx';
import { StoryLines } from './story-lines.tsx';

/** One worker's life, as far as it had come at the moment. */
export function NodeDetail({ id }: { readonly id: string }) {
  const { value } = useCell(node.cell);
  const view = value?.instanceId === id ? value : null;
  return (
    <section class="panel inspector" aria-labelledby="inspector-title">
      <div class="section-head">
        <h2 id="inspector-title">Worker</h2>
        <div class="buttons">
          <button type="button" onClick={() => go({ ...route.get(), nodeId: null })}>
            Close
          </button>
        </div>
      </div>
      <Scroll label="Life of the worker">
        <div class="evidence" data-testid="life">
          <p class="headline is-node">{id}</p>
          {view && <Life view={view} />}
        </div>
      </Scroll>
    </section>
  );
}

function Life({ view }: { readonly view: NodeView }) {
  const { launch, worker, endedAt, hours, usd: cost, life, instanceId } = view;
  return (
    <>
      <p>{stateOf(view)}</p>
      <dl class="facts">
        {launch && (
          <>
            <dt>Machine</dt>
            <dd>
              {launch.capacityType === 'spot' ? 'Spot' : 'On-Demand'} {launch.instanceType} in {launch.zone}
            </dd>
            <dt>Launched</dt>
            <dd>
              <MomentTime at={launch.launchedAt} form="full" /> ({launch.cause})
            </dd>
            <dt>Price</dt>
            <dd>{usdPerHour(launch.pricePerHourUsd)} an hour at launch</dd>
          </>
        )}
        {endedAt !== null && (
          <>
            <dt>Ended</dt>
            <dd>
              <MomentTime at={endedAt} form="full" />
            </dd>
          </>
        )}
        {hours !== null && cost !== null && (
          <>
            <dt>{worker ? 'So far' : 'In all'}</dt>
            <dd>
              {duration(hours * 3_600)}, {usd(cost)} at that price
            </dd>
          </>
        )}
      </dl>
      <h3>Its life</h3>
      <StoryLines lines={life} self={instanceId} />
    </>
  );
}

function stateOf({ worker, endedAt }: NodeView): string {
  if (worker)
    return worker.next === null ? `It is ${STAGE_NAMES[worker.stage]}` : `It is ${STAGE_NAMES[worker.stage]}: ${worker.next}`;
  return endedAt === null ? 'It is not part of the fleet at this moment' : 'It is gone';
}
