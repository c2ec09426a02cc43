import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { recordingTelemetry } from '@smartscale/lambda';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Moto, motoPeer, startMoto } from '../../../../test/peers/moto/index.ts';
import { describeWithPeer } from '../../../../test/peers/peer.ts';
import type { BusEntry } from '../ports.ts';
import { publishAll } from '../publish-all.ts';
import { eventBridgePublish } from './eventbridge.ts';

const entry: BusEntry = {
  ...{ source: 'smartscale.cli', detailType: 'PolicyAdopted', detail: '{}' },
  time: '2026-11-24T08:00:00.000Z',
};
const malformed = { ...entry, detail: '{"cut off' };

describeWithPeer(motoPeer, 'EventBridge', () => {
  let moto: Moto;
  let client: EventBridgeClient;
  beforeAll(async () => {
    moto = await startMoto();
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    client = new EventBridgeClient({ endpoint: moto.endpoint, region: moto.region, credentials });
  });
  afterAll(async () => {
    client?.destroy();
    await moto?.stop();
  });

  it('answers a call with 200 and refuses some of its entries: those alone are told', async () => {
    const publish = eventBridgePublish(client, 'default');
    expect(await publish([entry, malformed, entry, { ...entry, detailType: '' }])).toEqual([
      { ok: true },
      { ok: false, code: 'MalformedDetail', message: expect.any(String), mayPass: 'never' },
      { ok: true },
      { ok: false, code: 'InvalidArgument', message: expect.any(String), mayPass: 'never' },
    ]);
  });

  it('refuses a call to a bus that is not there, which is no fault of the event', async () => {
    const publish = eventBridgePublish(client, 'no-such-bus');
    const answers = await publish([entry]);
    expect(answers).toMatchObject([{ ok: false, mayPass: 'later' }]);
  });

  it('takes what lies behind a refused event in its stream', async () => {
    const telemetry = recordingTelemetry();
    const at = (stream: string, position: number, some: BusEntry) => ({ stream, position, entry: some });
    const events = [at('a', 1, entry), at('a', 2, malformed), at('a', 3, entry)];
    const clock = { now: Date.now, sleep: async () => {} };
    const publish = eventBridgePublish(client, 'default');
    expect(await publishAll(events, { publish, clock, telemetry })).toEqual({
      failed: [],
      poison: [{ index: 1, problem: expect.stringContaining('MalformedDetail') }],
    });
    expect(telemetry.counts).toEqual({});
  });
});
