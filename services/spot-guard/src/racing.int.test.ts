import { join } from 'node:path';
import type { RecordedEvent } from '@smartscale/events';
import { createFakeCluster } from '@smartscale/kubernetes/fake';
import { expect, it, onTestFinished } from 'vitest';
import { race } from '../../../test/peers/processes/race.ts';
import { shareObjects } from '../../../test/peers/processes/shared-objects.ts';
import { describeOnSharedStores, type SharedStore } from '../../../test/peers/processes/stores.ts';
import type { RacerTask } from './testing/fixtures/racer.ts';
import { ec2Notice } from './testing/notices.ts';

const RACERS = 4;
const INSTANCES = Array.from({ length: 8 }, (_, index) => `i-0000000000000000${index}`);

/** Eight workers of a cluster that several processes share, and a node that takes their pods. */
async function createArena({ store, address }: SharedStore) {
  const cluster = createFakeCluster({ now: Date.now });
  const size = { zone: 'a', cores: 4, bytes: 8e9, ready: true };
  const describeWorker = async (instanceId: string) => ({
    ...{ instanceId, nodeName: `worker-${instanceId}`, zone: 'a', instanceType: 'm5.large', isTerminated: false },
  });
  const { endpoint, stop } = await shareObjects({ ec2: { describeWorker }, kubernetes: cluster.kubernetes });
  onTestFinished(stop);
  for (const instanceId of INSTANCES) cluster.addNode({ name: `worker-${instanceId}`, instanceId, ...size });
  return {
    cluster,
    /** All at once. Fails when one of them ends badly. The Spot stream afterwards. */
    async race(taskOf: (racer: number) => Pick<RacerTask, 'notices' | 'warnings'>): Promise<readonly RecordedEvent[]> {
      const tasks = Array.from({ length: RACERS }, (_, racer): RacerTask => ({ store: address, endpoint, ...taskOf(racer) }));
      const ended = await race(join(import.meta.dirname, 'testing/fixtures/racer.ts'), tasks);
      expect(ended).toEqual(tasks.map(() => ({ code: 0, stderr: '' })));
      return store.read('spot-test', { limit: 100 });
    },
  };
}

/** The notice of an instance as EC2 sends it, now. Whole seconds. */
function noticeOf(instanceId: string, time: string) {
  return ec2Notice({
    time,
    resources: [`arn:aws:ec2:ap-south-1a:instance/${instanceId}`],
    detail: { 'instance-id': instanceId, 'instance-action': 'terminate' },
  });
}

const now = () => `${new Date().toISOString().slice(0, 19)}Z`;
const typesOf = (events: readonly RecordedEvent[]) => events.map(({ type }) => type);

describeOnSharedStores('several processes at once', (freshStore) => {
  it('with the same notice warn once, and drain the worker once', async () => {
    const { race: run, cluster } = await createArena(await freshStore());
    const time = now();
    const [first = ''] = INSTANCES;
    cluster.deploy({ name: 'web', replicas: 16, cores: 1, bytes: 1e8, gracePeriodSeconds: 1, stopSeconds: 1 });
    const before = cluster.pods().length;
    const warned = await run(() => ({ notices: [noticeOf(first, time)] }));
    expect(typesOf(warned)).toEqual(['SpotWarning']);
    const ended = await run(() => ({ warnings: warned }));
    expect(typesOf(ended)).toEqual(['SpotWarning', 'InterruptionDrained']);
    expect(ended[1]?.data).toMatchObject({ outcome: 'drained', forcedPods: 0, leftPods: [] });
    expect(cluster.pods().filter(({ nodeName }) => nodeName === `worker-${first}`)).toEqual([]);
    expect(cluster.pods()).toHaveLength(before);
  });

  it('with a storm of notices, each in its own order, warn once of each', async () => {
    const { race: run } = await createArena(await freshStore());
    const time = now();
    const warned = await run((racer) => {
      const order = [...INSTANCES.slice(racer), ...INSTANCES.slice(0, racer)];
      return { notices: order.map((instanceId) => noticeOf(instanceId, time)) };
    });
    expect(typesOf(warned)).toEqual(INSTANCES.map(() => 'SpotWarning'));
    const instances = (warned as readonly RecordedEvent<'SpotWarning'>[]).map(({ data }) => data.instanceId);
    expect(instances.sort()).toEqual(INSTANCES);
  });
});
