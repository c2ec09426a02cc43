import { application } from './application.ts';
import { cpu } from './cpu.ts';
import { forecast } from './forecast.ts';
import { idle, idleBesidePrice } from './idle.ts';
import { memory } from './memory.ts';
import { minimum } from './minimum.ts';
import { newsvendor } from './newsvendor.ts';
import { pendingPods } from './pending-pods.ts';
import { requests } from './requests.ts';
import type { Reading, SignalInput } from './signal.ts';

export type { Reading, SignalInput } from './signal.ts';

/** All readings, in the order in which they are recorded. Of equal wishes the first one decides. */
export function sense(input: SignalInput): readonly Reading[] {
  return [
    minimum(input),
    cpu(input),
    memory(input),
    pendingPods(input),
    requests(input),
    ...input.policy.signals.application.map((rule) => application(rule, input)),
    forecast(input),
    ...calming(input),
  ];
}

/** What sets a scale-down going; the last one leads. While the newsvendor cannot say anything, the plain rule goes on. */
function calming(input: SignalInput): readonly Reading[] {
  if (input.policy.sizing.by !== 'price') return [idle(input)];
  const priced = newsvendor(input);
  return priced.evidence.verdict === 'abstain' ? [priced, idle(input)] : [idleBesidePrice(), priced];
}
