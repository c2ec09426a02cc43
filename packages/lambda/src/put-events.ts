/** PutEvents takes ten entries in one call. https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
export const MAX_CALL_ENTRIES = 10;

const TIME_BYTES = 14;

/** What an entry counts against the limit. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevent-size.html */
export function entryBytes(entry: {
  readonly source: string;
  readonly detailType: string;
  readonly detail: string;
  /** Counts the same whatever it is. */
  readonly time?: string;
  readonly resources?: readonly string[];
}): number {
  const { source, detailType, detail, resources = [] } = entry;
  const texts = [source, detailType, detail, ...resources];
  return texts.reduce((bytes, text) => bytes + Buffer.byteLength(text), TIME_BYTES);
}
