import type { SignalEvidence } from '@smartscale/events';
import type { Reading } from './signals/index.ts';
import type { Situation } from './situation.ts';

/** What the signals come to, before the guards have their say. */
export type Proposal = {
  readonly action: 'up' | 'down' | 'hold';
  readonly to: number;
  /** The signal that settled it. */
  readonly by: SignalEvidence;
};

/**
 * Up to the largest wish; down by one only when every signal that does not abstain agrees; otherwise as it is.
 * Signals compare with the workers that have joined. Those on their way count in `to`, so a wish that they meet proposes an up
 * which the guard `workers-coming` then blocks.
 */
export function propose(readings: readonly Reading[], { joined, coming }: Situation): Proposal {
  const largest = largestWish(readings);
  if (largest) return { action: 'up', to: largest.desiredWorkers ?? 0, by: largest };
  const alive = joined + coming;
  const objector = mainObjector(readings);
  if (objector) return { action: 'hold', to: alive, by: objector };
  return { action: 'down', to: alive - 1, by: lastOf(readings) };
}

/** What remains of a blocked proposal when the fleet is below its minimum: to go there, and no further. Else null. */
export function restoreMinimum(readings: readonly Reading[], { joined, coming, policy }: Situation): Proposal | null {
  const minimum = readings.find(({ evidence }) => evidence.name === 'minimum')?.evidence;
  if (minimum?.verdict !== 'up' || joined + coming >= policy.workers.min) return null;
  return { action: 'up', to: policy.workers.min, by: minimum };
}

function largestWish(readings: readonly Reading[]): SignalEvidence | undefined {
  let largest: SignalEvidence | undefined;
  for (const { evidence } of readings) {
    if (evidence.verdict === 'up' && (evidence.desiredWorkers ?? 0) > (largest?.desiredWorkers ?? 0)) largest = evidence;
  }
  return largest;
}

/** What sets a scale-down going. */
const LEADS: readonly string[] = ['newsvendor', 'idle'];

/** Who is to be named when nothing is done: a threshold that is passed but not for long enough, then the lead, then anyone. */
function mainObjector(readings: readonly Reading[]): SignalEvidence | undefined {
  const objecting = readings.filter(({ evidence }) => evidence.verdict === 'hold');
  const main =
    objecting.find(({ pressing }) => pressing) ??
    objecting.find(({ evidence }) => LEADS.includes(evidence.name)) ??
    objecting[0];
  if (main) return main.evidence;
  // Silence is not agreement: without a single voice for it nothing is taken away.
  return readings.some(({ evidence }) => evidence.verdict === 'down') ? undefined : readings[0]?.evidence;
}

function lastOf(readings: readonly Reading[]): SignalEvidence {
  const last = readings.at(-1);
  if (!last) throw new Error('no signal was read: at least the minimum always is');
  return last.evidence;
}
