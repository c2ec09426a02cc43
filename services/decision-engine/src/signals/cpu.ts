import type { Reading, SignalInput } from './signal.ts';
import { senseUtilisation } from './utilisation.ts';

/** CPU of the workers that report, in percent of what pods may use. */
export function cpu(input: SignalInput): Reading {
  const seen = input.load.cpu;
  const measured = seen && { percent: seen.percent, used: seen.usedCores, allocatable: seen.allocatableCores };
  return senseUtilisation(input, { name: 'cpu', label: 'CPU', rule: input.policy.signals.cpu, measured });
}
