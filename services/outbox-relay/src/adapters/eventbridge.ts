import { type EventBridgeClient, EventBridgeServiceException, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { BusEntry, MayPass, Publish, PublishResult } from '../ports.ts';

/** Errors after which the same entry passes in a moment. https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsResultEntry.html */
const PASSING = new Set(['ThrottlingException', 'InternalFailure', 'InternalException', 'ServiceUnavailable']);

/** Errors of one entry that say that the entry itself is wrong. */
const WRONG = new Set(['MalformedDetail', 'InvalidArgument']);

/** Publishes to an EventBridge bus, named by its name or ARN. Never trusts a call that "succeeded": each entry has its own answer. */
export function eventBridgePublish(client: Pick<EventBridgeClient, 'send'>, busName: string): Publish {
  return async (entries) => {
    const Entries = entries.map(({ source, detailType, detail, time }) => ({
      EventBusName: busName,
      Source: source,
      DetailType: detailType,
      Detail: detail,
      Time: new Date(time),
    }));
    try {
      const answer = await client.send(new PutEventsCommand({ Entries }));
      return entries.map((_, index) => resultOf(answer.Entries?.[index]));
    } catch (error) {
      if (!(error instanceof EventBridgeServiceException)) throw error;
      return entries.map(() => refusalOf(error, entries));
    }
  };
}

function resultOf(
  answer: { EventId?: string | undefined; ErrorCode?: string | undefined; ErrorMessage?: string | undefined } | undefined,
): PublishResult {
  if (answer?.EventId !== undefined) return { ok: true };
  const code = answer?.ErrorCode ?? 'NoAnswer';
  const message = answer?.ErrorMessage ?? 'PutEvents did not answer for this entry';
  return { ok: false, code, message, mayPass: answer === undefined ? 'soon' : mayPassAfter(code) };
}

/** What is not known to be the entry's own fault is offered again: an event is given up on a plain word only. */
function mayPassAfter(code: string): MayPass {
  if (PASSING.has(code)) return 'soon';
  return WRONG.has(code) ? 'never' : 'later';
}

function refusalOf(error: EventBridgeServiceException, entries: readonly BusEntry[]): PublishResult {
  const isPassing = error.$fault === 'server' || error.$retryable !== undefined || PASSING.has(error.name);
  const message = `${error.message} (the whole call of ${entries.length})`;
  return { ok: false, code: error.name, message, mayPass: isPassing ? 'soon' : 'later' };
}
