import { entryBytes, MAX_CALL_ENTRIES } from '@smartscale/lambda';
import type { BusEntry } from './ports.ts';

/**
 * What a call may weigh in all. EventBridge takes 1 MB since January 2026 and took 256 KB before; a table item has 400 KB at most.
 * Calls are filled to the older limit, and a larger entry goes alone.
 */
export const CALL_BUDGET_BYTES = 256 * 1024;

/** Splits indexes of `entries`, in their order, into calls that PutEvents takes. */
export function publishCalls(entries: readonly BusEntry[]): readonly (readonly number[])[] {
  const calls: number[][] = [];
  let call: number[] = [];
  let callBytes = 0;
  entries.forEach((entry, index) => {
    const bytes = entryBytes(entry);
    if (call.length === MAX_CALL_ENTRIES || (call.length > 0 && callBytes + bytes > CALL_BUDGET_BYTES)) {
      calls.push(call);
      call = [];
      callBytes = 0;
    }
    call.push(index);
    callBytes += bytes;
  });
  if (call.length > 0) calls.push(call);
  return calls;
}
