import { figure } from './figure.ts';
import { abstained, found, type Reading, type SignalInput } from './signal.ts';
import { CALM_SURVIVES_TICKS, extendStreak } from './streak.ts';

const NAME = 'idle';

/**
 * CPU and memory low and no pod waiting, for long enough with the present number of workers: one worker less. It is the only
 * signal that sets a scale-down going; the others agree or object.
 */
export function idle(input: SignalInput): Reading {
  const { joined, policy, load } = input;
  const { cpu, memory, pods } = load;
  if (cpu === null || memory === null || pods === null) {
    return abstained({ name: NAME, unit: 's', because: `CPU, memory or pods ${input.absence}` }, input.memory.streaks[NAME]);
  }
  const { cpuBelowPercent, memoryBelowPercent, forSeconds } = policy.signals.idle;
  const busy =
    busyWith('CPU', cpu.percent, cpuBelowPercent) ?? busyWith('memory', memory.percent, memoryBelowPercent) ?? waiting(pods);
  if (busy) return found({ name: NAME, ...busy, desiredWorkers: joined }, joined);

  const streak = extendStreak(input.memory.streaks[NAME], input, CALM_SURVIVES_TICKS);
  const calmSeconds = calmFor(streak.since, input);
  const levels = `CPU ${figure(cpu.percent)} %, memory ${figure(memory.percent)} %, nothing pending`;
  const finding = { name: NAME, value: calmSeconds, threshold: forSeconds, unit: 's' };
  if (calmSeconds < forSeconds) {
    const flip = `would scale down after ${Math.ceil(forSeconds - calmSeconds)} s more of calm`;
    const because = `${levels} for ${Math.floor(calmSeconds)} of ${forSeconds} s`;
    return found({ ...finding, desiredWorkers: joined, because, flip }, joined, { streak });
  }
  const flip = nearestBusyness(cpu.percent / cpuBelowPercent, memory.percent / memoryBelowPercent, policy.signals.idle);
  const because = `${levels} for ${Math.floor(calmSeconds)} s`;
  return found({ ...finding, desiredWorkers: Math.max(0, joined - 1), because, flip }, joined, { streak });
}

/** Where sizing is by price, low figures are not what a worker goes for. What was calm until then is forgotten. */
export function idleBesidePrice(): Reading {
  return abstained({ name: NAME, unit: 's', because: 'sizing is by price' }, null);
}

type Busy = { value: number; threshold: number; unit: string; because: string; flip: string };

function busyWith(label: string, percent: number, below: number): Busy | null {
  if (percent < below) return null;
  const because = `${label} ${figure(percent)} % is not below ${figure(below)} %`;
  const flip = `would scale down if ${label} < ${figure(below)} %, is ${figure(percent)} %`;
  return { value: percent, threshold: below, unit: '%', because, flip };
}

function waiting({ unschedulable }: { unschedulable: number }): Busy | null {
  if (unschedulable === 0) return null;
  const because = `${unschedulable} unschedulable`;
  return { value: unschedulable, threshold: 0, unit: 'pods', because, flip: `would scale down if no pod waited, ${because}` };
}

/** Calm with more workers says nothing about calm with fewer: a scale-up starts the clock afresh. */
function calmFor(since: string, { memory, sampledAtMilliseconds }: SignalInput): number {
  const lastUp = memory.changes.findLast(({ action }) => action === 'up');
  const from = Math.max(Date.parse(since), Date.parse(lastUp?.at ?? since));
  return Math.max(0, (sampledAtMilliseconds - from) / 1_000);
}

function nearestBusyness(cpuShare: number, memoryShare: number, rule: SignalInput['policy']['signals']['idle']): string {
  const { cpuBelowPercent, memoryBelowPercent } = rule;
  const [label, below, share] =
    cpuShare >= memoryShare ? ['CPU', cpuBelowPercent, cpuShare] : ['memory', memoryBelowPercent, memoryShare];
  return `would hold if ${label} >= ${figure(below)} %, is ${figure(share * below)} %`;
}
