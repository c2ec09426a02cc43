import { type BusEvent, entryBytes } from '@smartscale/lambda';

/** One entry of PutEvents. */
export type BusEntry = {
  readonly source: string;
  readonly detailType: string;
  /** JSON text of an object. */
  readonly detail: string;
  /** ISO time; now when left out. */
  readonly time?: string;
  readonly resources?: readonly string[];
};

/** What PutEvents answers for one entry; `mayPass` says when the same entry may pass. */
export type PublishResult =
  | { readonly ok: true }
  | { readonly ok: false; readonly code: string; readonly message: string; readonly mayPass: 'soon' | 'later' | 'never' };

/** What EventBridge takes today (until January 2026 it was 256 KB). https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
export const MAX_ENTRY_BYTES = 1024 * 1024;

/** Why EventBridge would refuse an entry, or its detail as an object. */
export function checkEntry(entry: BusEntry): { readonly detail: object } | Extract<PublishResult, { ok: false }> {
  if (entry.source.startsWith('aws.')) {
    return refusal(
      'NotAuthorizedForSourceException',
      `only AWS itself may publish as ${entry.source}: use smartscale.drill for a drill`,
    );
  }
  const detail = parseObject(entry.detail);
  if (detail === undefined) return refusal('MalformedDetail', 'Detail is no JSON object');
  if (entry.source === '' || entry.detailType === '') return refusal('InvalidArgument', 'Source and DetailType are needed');
  // A character has three bytes at most (in UTF-16 units): the exact count is only needed near the limit.
  if (entry.detail.length * 3 > MAX_ENTRY_BYTES && entryBytes(entry) > MAX_ENTRY_BYTES) {
    return refusal('ValidationException', `the entry has ${entryBytes(entry)} bytes, ${MAX_ENTRY_BYTES} is the most`);
  }
  return { detail };
}

export function refusal(code: string, message: string): Extract<PublishResult, { ok: false }> {
  return { ok: false, code, message, mayPass: 'never' };
}

function parseObject(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** EventBridge's time has whole seconds: `2026-11-24T08:00:00Z`. */
export function busTime(isoTime: string): string {
  return `${isoTime.slice(0, 19)}Z`;
}

type Parts = { readonly entry: Omit<BusEntry, 'detail'>; readonly detail: unknown; readonly id: string; readonly now: number };

/** The event as rules and functions see it. */
export function busEvent({ entry, detail, id, now }: Parts): BusEvent {
  return {
    version: '0',
    id,
    'detail-type': entry.detailType,
    source: entry.source,
    account: '000000000000',
    time: busTime(entry.time ?? new Date(now).toISOString()),
    region: 'local',
    resources: entry.resources ?? [],
    detail,
  };
}
