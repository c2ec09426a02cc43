import { deliver } from './deliver.ts';
import { stormNotice } from './digest.ts';
import { loadNotices, recordNotice } from './notice-record.ts';
import type { NoticesState, OpenNotice } from './notices-state.ts';
import type { Teller } from './teller.ts';

/** Each round is a message that was folded meanwhile; those after the last are left to the next refresh. */
const MAX_ROUNDS = 10;

/**
 * Writes all that was folded into a storm's message so far. Several functions do so at once: whoever wrote fewer than there are by then
 * writes again, so that the last one to write has all of them.
 */
export async function refreshStorm(teller: Teller, causeType: string): Promise<void> {
  let written = 0;
  for (let round = 1; round <= MAX_ROUNDS; round += 1) {
    const state = await loadNotices(teller);
    const storm = state.storms.find((one) => one.causeType === causeType);
    const [first, ...others] = foldedOf(state, causeType);
    if (!storm?.message || storm.count <= written || (first === undefined && written === 0)) return;
    const notice = stormNotice(storm, teller.clusterId);
    const { messenger, clock, endsAt } = teller;
    const outcome = await deliver(notice, { messenger, clock, endsAt, replaces: storm.message });
    // It stays folded, and is told when the storm is over.
    if (outcome.kind === 'failed') return teller.telemetry.warn(`the message of a storm was not changed: ${outcome.reason}`);
    written = storm.count;
    if (first === undefined) continue;
    const { causeId, correlationId } = first;
    const alsoTells = others.map((folded) => folded.causeId);
    const about = {
      causeId,
      causeType,
      text: notice.title,
      alsoTells,
      channel: messenger.channel,
      lateSeconds: 0,
      correlationId,
    };
    await recordNotice(teller, about, outcome);
  }
}

function foldedOf({ open }: NoticesState, causeType: string): readonly OpenNotice[] {
  return open.filter((notice) => notice.isFolded && notice.causeType === causeType);
}
