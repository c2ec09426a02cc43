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
      FailedEntryCount: 4,
      Entries: [
        { EventId: '1' },
        { ErrorCode: 'ThrottlingException', ErrorMessage: 'slow down' },
        { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' },
        { ErrorCode: 'InvalidArgument', ErrorMessage: 'Parameter DetailType is not valid.' },
        { ErrorCode: 'AccessDeniedException', ErrorMessage: 'not this bus' },
      ],
    });
    expect(await publish([entry, entry, entry, entry, entry, entry])).toMatchObject([
      { ok: true },
      { ok: false, code: 'ThrottlingException', message: 'slow down', mayPass: 'soon' },
      { ok: false, code: 'MalformedDetail', mayPass: 'never' },
      { ok: false, code: 'InvalidArgument', mayPass: 'never' },
      { ok: false, code: 'AccessDeniedException', mayPass: 'later' },
      { ok: false, code: 'NoAnswer', mayPass: 'soon' },
    ]);
  });

  it.each([
    ['InternalException', 'server', 'soon'],
    ['ThrottlingException', 'client', 'soon'],
    ['AccessDeniedException', 'client', 'later'],
    ['ResourceNotFoundException', 'client', 'later'],
    // Of which entry it is true is not said: none of them is given up for it.
    ['InvalidArgument', 'client', 'later'],
  ] as const)('that is refused as a whole by %s is refused for each entry', async (name, fault, mayPass) => {
    const { publish } = publishWith(refusal(name, fault));
    expect(await publish([entry, entry])).toMatchObject([
      { ok: false, code: name, mayPass },
      { ok: false, code: name, mayPass },
    ]);
  });

  it('that did not reach EventBridge at all fails the batch', async () => {
    const { publish } = publishWith(new Error('ECONNREFUSED'));
    await expect(publish([entry])).rejects.toThrow('ECONNREFUSED');
  });
});
