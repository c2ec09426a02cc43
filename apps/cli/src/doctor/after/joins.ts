import type { RecordedEvent } from '@smartscale/events';
import { failed, type Judgement, ok, warning } from '../finding.ts';

/** Whether machines become workers: `events` of the fleet stream of the last day, the oldest first. */
export function judgeJoins(events: readonly RecordedEvent[]): Judgement {
  const ends = events.filter(({ type }) => type === 'NodeJoined' || type === 'NodeJoinTimedOut');
  const late = ends.filter(({ type }) => type === 'NodeJoinTimedOut').length;
  const joined = ends.length - late;
  if (late === 0)
    return ok(joined === 0 ? 'nobody was to join in the last day' : `${joined} joined in the last day, none too late`);
  const found = `${late} of ${ends.length} workers did not join in time in the last day`;
  const toDo =
    'see what the machine says (aws ec2 get-console-output --latest --instance-id ID): its join token, K3s checksum and the way to the server';
  return ends.at(-1)?.type === 'NodeJoinTimedOut' ? failed(`${found}, the last one among them`, toDo) : warning(found, toDo);
}
