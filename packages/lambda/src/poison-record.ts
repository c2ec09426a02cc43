import type { Invocation } from './shell.ts';
import type { AttributeMap, StreamRecord } from './stream-record.ts';

/** A record of a table stream that no repeat would get through, with all that somebody needs who looks into it. */
export type PoisonRecord = {
  /** The service that met it. */
  readonly service: string;
  /** Its place in the stream; empty when it has none. */
  readonly sequenceNumber: string;
  /** Where its item is in the table; undefined when the record does not say. */
  readonly keys: AttributeMap | undefined;
  /** What is wrong with it, as a sentence. */
  readonly problem: string;
  readonly record: StreamRecord;
};

/**
 * Keeps a poison record where people find it. Once it returns, the record counts as done. When it throws, the record comes again, and
 * may have been kept nevertheless: the same record may be set aside more than once.
 */
export type SetAside = (poison: PoisonRecord) => Promise<void>;

/** A poison record and where it lies in its batch. */
export type Met = { readonly place: number; readonly poison: PoisonRecord };

/**
 * Sets aside what lies before the first failure of the batch, in order, and returns the places that have to come again.
 *
 * Lambda brings everything from the first failure on again, so what lies behind it waits until then: otherwise the same record would be
 * set aside with every repeat.
 */
export async function setAsideInOrder(
  met: readonly Met[],
  { firstFailure, setAside, invocation }: { firstFailure: number; setAside: SetAside; invocation: Invocation },
): Promise<readonly number[]> {
  const inOrder = met.toSorted((one, other) => one.place - other.place);
  for (const [index, { place, poison }] of inOrder.entries()) {
    if (place > firstFailure || !(await isSetAside(poison, { setAside, invocation }))) {
      return inOrder.slice(index).map((each) => each.place);
    }
  }
  return [];
}

async function isSetAside(
  poison: PoisonRecord,
  { setAside, invocation: { telemetry } }: { setAside: SetAside; invocation: Invocation },
): Promise<boolean> {
  const { sequenceNumber, keys, problem } = poison;
  telemetry.count('PoisonRecords');
  try {
    await setAside(poison);
  } catch (error) {
    const message = `stream record ${sequenceNumber} could not be set aside and is tried again: ${(error as Error).message}`;
    telemetry.error(message, { error, keys, problem });
    return false;
  }
  telemetry.error(`stream record ${sequenceNumber} is set aside: ${problem}`, { keys });
  return true;
}
