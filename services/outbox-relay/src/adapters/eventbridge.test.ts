import { EventBridgeServiceException, type PutEventsCommand, type PutEventsCommandOutput } from '@aws-sdk/client-eventbridge';
import { describe, expect, it } from 'vitest';
import { eventBridgePublish } from './eventbridge.ts';

const entry = { source: 'smartscale.cli', detailType: 'PolicyAdopted', detail: '{}', time: '2026-11-24T08:00:00.000Z' };

function publishWith(answer: Partial<PutEventsCommandOutput> | Error) {
  const sent: unknown[] = [];
  const send = async (command: PutEventsCommand) => {
    sent.push(command.input);
    if (answer instanceof Error) throw answer;
    return { $metadata: {}, FailedEntryCount: 0, ...answer };
  };
  return { sent, publish: eventBridgePublish({ send } as never, 'smartscale-dev') };
}

const refusal = (name: string, $fault: 'client' | 'server') =>
  new EventBridgeServiceException({ name, $fault, message: 'so it is', $metadata: {} });

describe('PutEvents', () => {
  it('gets the entries on our bus, each with its own time', async () => {
    const { sent, publish } = publishWith({ Entries: [{ EventId: '1' }] });
    expect(await publish([entry])).toEqual([{ ok: true }]);
    expect(sent).toEqual([
      {
        Entries: [
          {
            EventBusName: 'smartscale-dev',
            Source: 'smartscale.cli',
            DetailType: 'PolicyAdopted',
            Detail: '{}',
            Time: new Date('2026-11-24T08:00:00.000Z'),
          },
        ],
      },
    ]);
  });

  it('that "succeeded" is not trusted: each entry has its own answer', async () => {
    const { publish } = publishWith({
      FailedEntryCount: 2,
      Entries: [
        { EventId: '1' },
        { ErrorCode: 'ThrottlingException', ErrorMessage: 'slow down' },
        { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' },
      ],
    });
    expect(await publish([entry, entry, entry, entry])).toMatchObject([
      { ok: true },
      { ok: false, code: 'ThrottlingException', message: 'slow down', retryable: true },
      { ok: false, code: 'MalformedDetail', retryable: false },
      { ok: false, code: 'NoAnswer', retryable: true },
    ]);
  });

  it.each([
    ['InternalException', 'server', true],
    ['ThrottlingException', 'client', true],
    ['AccessDeniedException', 'client', false],
  ] as const)('that is refused as a whole by %s is refused for each entry', async (name, fault, retryable) => {
    const { publish } = publishWith(refusal(name, fault));
    expect(await publish([entry, entry])).toMatchObject([
      { ok: false, code: name, retryable },
      { ok: false, code: name, retryable },
    ]);
  });

  it('that did not reach EventBridge at all fails the batch', async () => {
    const { publish } = publishWith(new Error('ECONNREFUSED'));
    await expect(publish([entry])).rejects.toThrow('ECONNREFUSED');
  });
});
