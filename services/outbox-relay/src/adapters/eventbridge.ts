import { type EventBridgeClient, EventBridgeServiceException, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { BusEntry, Publish, PublishResult } from '../ports.ts';

/** Entry errors after which the same entry passes later. https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsResultEntry.html */
const PASSING = new Set(['ThrottlingException', 'InternalFailure', 'InternalException', 'ServiceUnavailable']);

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
) {
  if (answer?.EventId !== undefined) return { ok: true } as const;
  const code = answer?.ErrorCode ?? 'NoAnswer';
  const message = answer?.ErrorMessage ?? 'PutEvents did not answer for this entry';
  return { ok: false, code, message, retryable: answer === undefined || PASSING.has(code) } as const;
}

function refusalOf(error: EventBridgeServiceException, entries: readonly BusEntry[]): PublishResult {
  const retryable = error.$fault === 'server' || error.$retryable !== undefined || PASSING.has(error.name);
  return { ok: false, code: error.name, message: `${error.message} (the whole call of ${entries.length})`, retryable };
}
