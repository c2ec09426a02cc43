import type { BusEvent, Telemetry } from './invocation.ts';

/**
 * A replay never acts. Rules exclude replayed events; this is the second lock, for the rule that someone forgot.
 * Whether to refuse this delivery; a refusal is told and counted as `ReplaysRefused`.
 */
export function refusesReplay(delivery: BusEvent, telemetry: Telemetry): boolean {
  const replayName = delivery['replay-name'];
  if (replayName === undefined) return false;
  telemetry.warn('a replayed event was refused: its rule lacks "replay-name": [{ "exists": false }]', {
    replayName,
    detailType: delivery['detail-type'],
    deliveryId: delivery.id,
  });
  telemetry.count('ReplaysRefused');
  return true;
}
