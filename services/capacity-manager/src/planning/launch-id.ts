import { deriveEventId } from '@smartscale/events';

/** EC2 takes a ClientToken of up to 64 ASCII characters, and a tag as long at least. */
const ALLOWED = /^[\x21-\x7e]{1,64}$/;

/** Names a launch of an operation: the same plan made again names the same launches. */
export function launchIdOf(operationId: string, ordinal: number): string {
  const plain = `${operationId}-${ordinal}`;
  return ALLOWED.test(plain) ? plain : deriveEventId(0, operationId, ordinal);
}
