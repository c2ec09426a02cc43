import type { Progress } from '@smartscale/views';
import { formatAge } from '../ages.ts';
import { failed, type Judgement, ok, unknown, warning } from '../finding.ts';

/** The relay, the bus and the fold of a batch. */
const ON_ITS_WAY_SECONDS = 120;

export type ViewFacts = {
  /** Null when nothing is kept of views there. */
  readonly progress: Progress | null;
  /** Position of the newest event of the stream that is folded; 0 for none. */
  readonly streamEnd: number;
  /** Of the oldest event that is not folded in; 0 when there is none. */
  readonly oldestWaitingSeconds: number;
  /** How they are made again. */
  readonly rebuild: string;
};

/** Whether a projection's views are as new as its stream. */
export function judgeView({ progress, streamEnd, oldestWaitingSeconds, rebuild }: ViewFacts): Judgement {
  if (streamEnd === 0) return unknown('there are no events to make it of', 'see the checks "samples" and "decisions"');
  if (progress === null)
    return unknown(
      'no views are kept beside this store',
      'only "smartscale up", "smartscale run" and a deployed fleet keep views',
    );
  const at = progress.shown?.position;
  if (at === undefined) {
    return progress.building === null
      ? failed('it was never made', `see the checks "relay" and "dead letters"; make it: ${rebuild}`)
      : warning(`it is being made, ${progress.building.position} of ${streamEnd} events so far`, `ask again; or: ${rebuild}`);
  }
  if (at > streamEnd) return failed(`it shows ${at} events, the store has ${streamEnd}: it is of another store`, rebuild);
  if (at === streamEnd) return ok(`shows all ${streamEnd} events of the fleet`);
  const found = `${streamEnd - at} events of the fleet are not in it, the oldest for ${formatAge(oldestWaitingSeconds)}`;
  if (oldestWaitingSeconds <= ON_ITS_WAY_SECONDS) return ok(found);
  return failed(found, `see the checks "relay" and "dead letters", and the log of the projections; then: ${rebuild}`);
}
