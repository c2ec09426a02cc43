import type { EventData, RecordedEvent } from '@smartscale/events';
import { demandOf, workerSizeOf } from '@smartscale/projections/demand';
import { type Carrying, type Load, loadOf, type RehearsedDemand, type Worker } from './load.ts';
import { spreadOver } from './spread-pods.ts';

type Sample = RecordedEvent<'MetricsSampled' | 'MetricsMissed'>;
type Size = { readonly cores: number; readonly bytes: number };

/** What one sample said of demand. Parts that samples have in common are the same object. */
type Seen = {
  readonly asked: Size;
  readonly worker: Worker;
  readonly ready: number;
  readonly requests: Load['requests'];
  readonly pods: Load['pods'];
  readonly application: Load['application'];
};

const MINUTE = 60_000;
const SHARE_DIGITS = 4;

export const SAMPLE_ASSUMPTIONS = [
  'demand is what was used and what waited in pods; what was throttled below that was not measured, and is not there',
  'it is the same whatever the fleet: pods, requests and signals of the application are as recorded',
  'a sample holds until the next one, on the line between the two',
  'launches and drains take as long as they usually did; none is refused, interrupted or repaired',
] as const;

export type RecordedDemand = {
  readonly demand: RehearsedDemand;
  readonly intervalMinutes: number;
  readonly sampleAgeSeconds: number;
  readonly samples: number;
  /** Ticks without a usable sample. */
  readonly missing: number;
  /** Times in which none was, one after the other; epoch milliseconds. */
  readonly gaps: readonly { readonly from: number; readonly to: number }[];
};

/** Takes in samples in the order of the stream. */
export function demandRecorder() {
  const ticks = new Map<number, Seen>();
  const shared = sharing();
  let startAt: number | null = null;
  let intervalMs = 0;
  let sampleAgeSeconds = 0;
  let lastTick = 0;

  function add({ type, data }: Sample): void {
    const at = Math.round(Date.parse(data.sampledAt) / MINUTE) * MINUTE;
    if (startAt === null) {
      startAt = at;
      intervalMs = Math.max(1, Math.round(data.intervalSeconds / 60)) * MINUTE;
    }
    const tick = Math.round((at - startAt) / intervalMs);
    if (tick < 0) return;
    lastTick = Math.max(lastTick, tick);
    const seen = type === 'MetricsSampled' ? seenIn(data, shared) : null;
    if (seen === null || type !== 'MetricsSampled') return;
    sampleAgeSeconds = data.ageSeconds;
    ticks.set(tick, seen);
  }

  /** Null when no sample tells of demand. */
  function recorded(name: string): RecordedDemand | null {
    if (startAt === null || ticks.size === 0) return null;
    const begin = startAt;
    const intervalMinutes = intervalMs / MINUTE;
    const seenAt = (minute: number) => ticks.get(Math.floor(minute / intervalMinutes));
    return {
      demand: {
        name,
        startAt: begin,
        workers: minutesOf(ticks, { ticks: lastTick + 1, intervalMinutes }),
        loadAt: (minute, fleet) => {
          const seen = seenAt(minute);
          return seen === undefined ? null : loadUnder(seen, fleet);
        },
      },
      ...{ intervalMinutes, sampleAgeSeconds, samples: ticks.size, missing: lastTick + 1 - ticks.size },
      gaps: gapsIn(ticks, lastTick + 1).map(([from, to]) => ({ from: begin + from * intervalMs, to: begin + to * intervalMs })),
    };
  }

  return { add, recorded };
}

function seenIn(data: EventData<'MetricsSampled'>, shared: <Part>(part: Part) => Part): Seen | null {
  const [asked, size] = [demandOf(data), workerSizeOf(data)];
  if (asked === null || size === null) return null;
  const worker = { size, share: shareIn(data) };
  return {
    ...{ asked: { cores: asked.cores, bytes: asked.bytes }, worker: shared(worker), ready: data.workers.ready },
    ...{ requests: shared(data.requests), pods: shared(data.pods), application: shared(data.application) },
  };
}

function shareIn({ cpu, memory }: EventData<'MetricsSampled'>): Size {
  const share = (percent: number, used: number, allocatable: number) =>
    used > 0 && percent > 0 ? Number(((percent * allocatable) / used).toPrecision(SHARE_DIGITS)) : 100;
  return {
    cores: cpu ? share(cpu.percent, cpu.usedCores, cpu.allocatableCores) : 100,
    bytes: memory ? share(memory.percent, memory.usedBytes, memory.allocatableBytes) : 100,
  };
}

function loadUnder({ asked, worker, ready, ...seen }: Seen, { serving, waitingSeconds }: Carrying): Load {
  const { application } = seen;
  const { requests, pods } = serving === ready ? seen : elsewhere(seen, { serving, waitingSeconds });
  return { ...loadOf(asked, { worker, serving, workload: { requests, pods } }), application };
}

/** The same pods on another number of workers. */
function elsewhere({ requests, pods }: Pick<Seen, 'requests' | 'pods'>, { serving, waitingSeconds }: Carrying) {
  if (requests === null || pods === null) return { requests, pods };
  const { allocatablePerWorker: all, daemonsPerWorker: daemons } = requests;
  const room = { cores: all.cores - daemons.cores, bytes: all.bytes - daemons.bytes };
  const { placed, waiting } = spreadOver(serving, { room, pods: [...requests.sizes, ...pods.unschedulableSizes] });
  const unschedulable = waiting.reduce((sum, { count }) => sum + count, 0);
  const sumOf = (part: 'cores' | 'bytes') => placed.reduce((sum, size) => sum + size[part] * size.count, 0);
  const starting = Math.max(0, pods.pending - pods.unschedulable);
  return {
    requests: { ...requests, cores: sumOf('cores'), bytes: sumOf('bytes'), sizes: [...placed] },
    pods: {
      ...{ pending: starting + unschedulable, unschedulable, unschedulableSizes: [...waiting] },
      unschedulableForSeconds: unschedulable === 0 ? 0 : waitingSeconds,
    },
  };
}

/** Demand in workers, on the line between two ticks; where the next one is not known, as at the last. */
function minutesOf(
  ticks: ReadonlyMap<number, Seen>,
  { ticks: count, intervalMinutes }: { ticks: number; intervalMinutes: number },
): Float64Array {
  const workers = new Float64Array(count * intervalMinutes).fill(Number.NaN);
  const at = (tick: number) => {
    const seen = ticks.get(tick);
    return seen && Math.max(seen.asked.cores / seen.worker.size.cores, seen.asked.bytes / seen.worker.size.bytes);
  };
  for (let tick = 0; tick < count; tick += 1) {
    const now = at(tick);
    if (now === undefined) continue;
    const next = at(tick + 1) ?? now;
    for (let minute = 0; minute < intervalMinutes; minute += 1) {
      workers[tick * intervalMinutes + minute] = now + ((next - now) * minute) / intervalMinutes;
    }
  }
  return workers;
}

/** From the first tick that is missing to the next one that is not, each. */
function gapsIn(ticks: ReadonlyMap<number, Seen>, count: number): readonly (readonly [from: number, to: number])[] {
  const gaps: [number, number][] = [];
  for (let tick = 0; tick < count; tick += 1) {
    if (ticks.has(tick)) continue;
    const last = gaps.at(-1);
    if (last?.[1] === tick) last[1] = tick + 1;
    else gaps.push([tick, tick + 1]);
  }
  return gaps;
}

/** The first of all that read the same as JSON. */
function sharing(): <Part>(part: Part) => Part {
  const kept = new Map<string, unknown>();
  return <Part>(part: Part) => {
    const key = JSON.stringify(part);
    const before = kept.get(key);
    if (before === undefined) kept.set(key, part);
    return (before ?? part) as Part;
  };
}
