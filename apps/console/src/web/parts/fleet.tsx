import type { FleetView, WorkerView } from '../../server/views/fleet-view.ts';
import { percent, plural, shortId, usdPerHour } from '../format/numbers.ts';
import { roughly } from '../format/time.ts';
import { useCell } from '../state/cell.ts';
import { moment } from '../state/data.ts';
import { clusterNow } from '../state/live.ts';
import { route } from '../state/time-control.ts';
import { NodeLink } from './links.tsx';
import { Scroll } from './scroll.tsx';

const CAPACITY = ['on-demand', 'spot'] as const;
const CAPACITY_NAMES = { 'on-demand': 'On-Demand', spot: 'Spot' } as const;
export const STAGE_NAMES = {
  joining: 'joining',
  ready: 'ready',
  'at-risk': 'at risk',
  draining: 'draining',
  drained: 'drained',
} as const;

/** Every worker in its zone and by how it is paid for, with its stage, age and price. */
export function Fleet() {
  const { value } = useCell(moment.cell);
  const { at } = useCell(route);
  const fleet = value?.fleet ?? null;
  return (
    <section class="panel fleet" aria-labelledby="fleet-title">
      <div class="section-head">
        <h2 id="fleet-title">Fleet</h2>
        <p class="muted">
          {fleet ? `${plural(fleet.workers.length, 'machine')}, ${usdPerHour(fleet.usdPerHour)} an hour` : ' '}
        </p>
      </div>
      <Scroll label="Workers by zone">
        {fleet && <Zones fleet={fleet} now={at ?? clusterNow()} />}
        {fleet?.workers.length === 0 && fleet.planned.length === 0 && <p class="empty">No worker at this moment</p>}
      </Scroll>
      {fleet && <SpotShare fleet={fleet} />}
    </section>
  );
}

function Zones({ fleet, now }: { readonly fleet: FleetView; readonly now: number }) {
  return (
    <table class="zones">
      <thead>
        <tr>
          <th scope="col">Zone</th>
          {CAPACITY.map((capacity) => (
            <th key={capacity} scope="col">
              {CAPACITY_NAMES[capacity]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {fleet.zones.map((zone) => (
          <tr key={zone}>
            <th scope="row">{zone}</th>
            {CAPACITY.map((capacity) => (
              <td key={capacity}>
                <Cell fleet={fleet} place={{ zone, capacity }} now={now} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

type CellProps = {
  readonly fleet: FleetView;
  readonly place: { readonly zone: string; readonly capacity: 'spot' | 'on-demand' };
  readonly now: number;
};

function Cell({ fleet, place, now }: CellProps) {
  const isHere = (one: { readonly zone: string; readonly capacityType: string }) =>
    one.zone === place.zone && one.capacityType === place.capacity;
  const planned = fleet.planned.filter(isHere).length;
  return (
    <ul class="workers">
      {fleet.workers.filter(isHere).map((worker) => (
        <li key={worker.instanceId}>
          <Worker worker={worker} now={now} />
        </li>
      ))}
      {planned > 0 && <li class="worker is-planned">{plural(planned, 'launch', 'launches')} asked for</li>}
    </ul>
  );
}

function Worker({ worker, now }: { readonly worker: WorkerView; readonly now: number }) {
  const { instanceId, instanceType, stage, launchedAt, pricePerHourUsd, next } = worker;
  const age = roughly((now - Date.parse(launchedAt)) / 1_000);
  return (
    <NodeLink id={instanceId} class={`worker is-${stage}`}>
      <span class="worker-id">{shortId(instanceId)}</span>
      <span class="worker-price">{usdPerHour(pricePerHourUsd)}</span>
      <span class="worker-facts">
        <b class={stage === 'ready' ? 'unseen' : ''}>{STAGE_NAMES[stage]} </b>
        {instanceType} · {age}
        {next !== null && <span class="unseen">, {next}</span>}
      </span>
    </NodeLink>
  );
}

/** How much of the fleet is Spot, beside what the policy wants of a fleet of that size. */
function SpotShare({ fleet: { spotShare, counts, workers } }: { readonly fleet: FleetView }) {
  const { percent: share, targetPercent, targetWorkers } = spotShare;
  const standing = workers.filter(({ stage }) => stage !== 'draining' && stage !== 'drained').length;
  const label = `Spot: ${counts.spot} of ${standing}, ${percent(share)}; the policy wants ${targetWorkers}, ${percent(targetPercent)}`;
  return (
    <div class="share">
      <svg viewBox="0 0 100 6" preserveAspectRatio="none" role="img" aria-label={label}>
        <rect class="share-all" width="100" height="6" />
        <rect class="share-spot" width={share} height="6" />
        <rect class="share-target" x={Math.min(99.2, targetPercent)} width="0.8" height="6" />
      </svg>
      <p>
        Spot <b>{percent(share)}</b>{' '}
        <span class="muted">
          ({counts.spot} of {standing})
        </span>
        , target <b>{percent(targetPercent)}</b> <span class="muted">({targetWorkers})</span>
      </p>
    </div>
  );
}
