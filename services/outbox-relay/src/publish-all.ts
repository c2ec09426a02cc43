import type { BatchOutcome, Clock, Telemetry } from '@smartscale/lambda';
import type { Outgoing } from './bus-entry.ts';
import type { Publish, PublishResult } from './ports.ts';
import { publishCalls } from './publish-calls.ts';

/** Attempts for one call within one invocation; after them Lambda repeats the record, later and from the start. */
export const MAX_PUBLISH_ATTEMPTS = 3;

const FIRST_PAUSE_MILLISECONDS = 100;

export type PublishAllOptions = { readonly publish: Publish; readonly clock: Clock; readonly telemetry: Telemetry };

/**
 * Publishes events in their order, and says which did not pass.
 *
 * Within a call the entries that may pass soon are tried again, after 100 ms and 200 ms. An event that stays behind holds back the later calls
 * of its stream; all other streams go on. One that can never pass holds back nothing.
 */
export async function publishAll(events: readonly Outgoing[], options: PublishAllOptions): Promise<BatchOutcome> {
  const failed: number[] = [];
  const poison: BatchOutcome['poison'][number][] = [];
  const heldStreams = new Set<string>();
  for (const call of publishCalls(events.map(({ entry }) => entry))) {
    const held = call.filter((index) => heldStreams.has(streamOf(events, index)));
    const open = held.length === 0 ? call : call.filter((index) => !heldStreams.has(streamOf(events, index)));
    const outcome = await publishCall(open, events, options);
    failed.push(...held, ...outcome.failed);
    poison.push(...outcome.poison);
    for (const index of outcome.failed) heldStreams.add(streamOf(events, index));
  }
  return { failed, poison };
}

async function publishCall(
  call: readonly number[],
  events: readonly Outgoing[],
  { publish, clock, telemetry }: PublishAllOptions,
): Promise<BatchOutcome> {
  const failed: number[] = [];
  const poison: BatchOutcome['poison'][number][] = [];
  let open = call;
  for (let attempt = 1; open.length > 0; attempt += 1) {
    const results = await publish(open.map((index) => (events[index] as Outgoing).entry));
    const again: number[] = [];
    open.forEach((index, place) => {
      const result = results[place] as PublishResult;
      if (result.ok) return;
      const event = events[index] as Outgoing;
      if (result.mayPass === 'never') {
        poison.push({ index, problem: problemOf(event, result) });
        return;
      }
      const final = result.mayPass === 'later' || attempt === MAX_PUBLISH_ATTEMPTS;
      tell(result, { event, attempt, final, telemetry });
      (final ? failed : again).push(index);
    });
    open = again;
    if (open.length > 0) await clock.sleep(FIRST_PAUSE_MILLISECONDS * 2 ** (attempt - 1));
  }
  return { failed, poison };
}

function problemOf({ stream, position }: Outgoing, { code, message }: Extract<PublishResult, { ok: false }>): string {
  return `the bus refuses event ${position} of ${stream} for good: ${code} ${message}`;
}

function tell(
  { code, message }: Extract<PublishResult, { ok: false }>,
  { event, attempt, final, telemetry }: { event: Outgoing; attempt: number; final: boolean; telemetry: Telemetry },
): void {
  const { stream, position } = event;
  const facts = { stream, position, code, attempt };
  if (!final) {
    telemetry.warn(`the bus refused event ${position} of ${stream} for now: ${code} ${message}`, facts);
    return;
  }
  telemetry.error(`event ${position} of ${stream} was not published: ${code} ${message}`, facts);
  telemetry.count('PublishFailures');
}

function streamOf(events: readonly Outgoing[], index: number): string {
  return (events[index] as Outgoing).stream;
}
