import type { Reading, SignalInput } from './signal.ts';
import { senseUtilisation } from './utilisation.ts';

/** Memory of the workers that report, in percent of what pods may use. */
export function memory(input: SignalInput): Reading {
  const seen = input.load.memory;
  const measured = seen && { percent: seen.percent, used: seen.usedBytes, allocatable: seen.allocatableBytes };
  return senseUtilisation(input, { name: 'memory', label: 'memory', rule: input.policy.signals.memory, measured });
}
