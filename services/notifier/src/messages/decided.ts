import type { EventData } from '@smartscale/events';
import type { Message } from '../notice.ts';
import { counted } from './wording.ts';

/** The guard of the decision-engine that holds because no worker more is allowed. */
const MAXIMUM_GUARD = 'maximum';
/** Its signal that looks ahead. */
const FORECAST_SIGNAL = 'forecast';

type Decided = EventData<'ScaleDecided'>;

/** Of all decisions people hear of two before anything comes of them: more is wanted than is allowed, and a peak is prepared for. */
export function decided(data: Decided): Message | null {
  if (data.action === 'hold' && data.decidedBy === MAXIMUM_GUARD) return atMaximum(data);
  if (data.action === 'up' && data.decidedBy === FORECAST_SIGNAL) return preScale(data);
  return null;
}

function atMaximum({ from, reason }: Decided): Message {
  return { severity: 'warning', title: `More than the maximum of ${from} workers are wanted`, details: reason, facts: [] };
}

/** "Scaling up ahead of demand (forecast: 5 nodes) -> 3 to 5 nodes". What came of it is told when it is done. */
function preScale({ from, to, reason, signals }: Decided): Message {
  const foreseen = signals.find(({ name }) => name === FORECAST_SIGNAL)?.desiredWorkers ?? to;
  return {
    severity: 'info',
    title: `Scaling up ahead of demand (forecast: ${counted(foreseen, 'node')}) -> from ${from} to ${counted(to, 'node')}`,
    details: reason,
    facts: [],
  };
}
