import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DescribeInstancesCommand, TerminateInstancesCommand } from '@aws-sdk/client-ec2';
import { type EventData, nodeNameOf, type RecordedEvent } from '@smartscale/events';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { streamRecord } from '../../packages/runtime/src/outbox/stream-record.ts';
import { budget, deployment, type KubernetesObject, kubernetesPeer } from '../peers/kubernetes/index.ts';
import { miniStackPeer } from '../peers/ministack/index.ts';
import { describeWithPeer } from '../peers/peer.ts';
import { prometheusPeer } from '../peers/prometheus/index.ts';
import { copyToSqlite } from './deployed/copy-events.ts';
import { smartscale } from './deployed/framework.ts';
import { type Journey, watch } from './deployed/journey.ts';
import { declaredRights, ec2Of, unusedRights, without } from './deployed/rights.ts';
import { WEB_POD } from './deployed/sizes.ts';
import { launchStrangers } from './deployed/strangers.ts';
import { createWorld, STAGE, type World } from './deployed/world.ts';

const MINUTE = 60_000;
const DEPLOYMENT_SECONDS = 180;
const WHOLE_SECONDS = 360;
/** One is the goal in AWS; here the machine is shared with all that plays AWS. */
const LAUNCH_SECONDS = 2;
/** Rights that the journey does not use: Lambda itself does, which MiniStack's does not ask IAM for, or only a mishap does. */
const NOT_SEEN_IN_USE: readonly (readonly [rights: RegExp, why: string])[] = [
  [/: logs:CreateLogStream logs:PutLogEvents$/, 'Lambda writes the logs'],
  [/: dynamodb:(DescribeStream .*|ListStreams)$/, 'Lambda reads the stream'],
  [/: ec2:CreateNetworkInterface /, 'Lambda attaches the function to the VPC'],
  [/: sqs:SendMessage$/, 'Lambda sends what a function failed on; the relay, poison'],
  [/: iam:CreateServiceLinkedRole$/, 'EC2 makes its role for the first Spot instance of an account'],
  [
    /-reconcile: (ec2:(CreateFleet|RunInstances|CreateTags|TerminateInstances)|iam:PassRole)/,
    'it launches and ends only what repairs',
  ],
  [/-retell: ssm:GetParameter$/, 'it asks for the secret only when something is to be told late'],
  [/-report: (dynamodb:GetItem dynamodb:Query dynamodb:PutItem|ssm:GetParameter)$/, 'it reports on Monday, once an hour asked'],
];

const RETAINED = /^(?!.*(?:serverlessdeploymentbucket)).*(?:EventTable|clusterbucket)/i;

let world: World;
let journey: Journey;
let folder: string;
const began = performance.now();

/** Each chapter goes on where the one before ended. */
let broken = false;
beforeEach(({ skip }) => skip(broken, 'an earlier chapter failed'));
afterEach(({ task }) => {
  broken ||= task.result?.state === 'fail';
});

type Cause = EventData<'ScaleCompleted'>['cause'];

/** Waits for the next operation of a kind to be completed, after what `act` does. */
async function operation(cause: Cause, what: string, act: () => unknown = () => {}): Promise<EventData<'ScaleCompleted'>> {
  const before = (await journey.all('ScaleCompleted')).length;
  await act();
  const next = async () => (await journey.all('ScaleCompleted')).slice(before).find(({ data }) => data.cause === cause);
  return (await journey.until(what, next, 90)).data;
}

/** How long it took from the record of a sample to that of the instance that was launched for it: three functions and two hops. */
async function secondsToLaunch(capacityType: 'spot' | 'on-demand'): Promise<number> {
  const launched = (await journey.all('NodeLaunched')).find(({ data }) => data.capacityType === capacityType);
  const sampled = (await journey.all('MetricsSampled')).find(({ correlationId }) => correlationId === launched?.correlationId);
  return (Date.parse(launched?.recordedAt ?? '') - Date.parse(sampled?.recordedAt ?? '')) / 1_000;
}

/** A workload that lets one of its pods be away at a time. */
async function addPods(name: string): Promise<void> {
  const request = { cpu: `${WEB_POD.cores}`, memory: `${WEB_POD.gibibytes}Gi`, graceSeconds: 1 };
  await world.kubernetes.admin.create(deployment(name, 3, request));
  await world.kubernetes.admin.create(budget(name, { maxUnavailable: 1 }));
}

async function someRunOn(app: string, instanceId: string): Promise<boolean> {
  const nodeName = nodeNameOf(instanceId);
  const there = (await pods(app)).filter(({ spec, status }) => spec.nodeName === nodeName && status.phase === 'Running');
  return there.length > 0;
}

async function pods(app: string): Promise<readonly KubernetesObject[]> {
  return (await world.kubernetes.admin.get(`/api/v1/pods?labelSelector=app%3D${app}`)).items;
}

/** How many times a pod was asked to go by the Eviction API. */
async function evictions(): Promise<number> {
  return (await world.kubernetes.auditLog()).filter(({ resource }) => resource === 'pods/eviction').length;
}

/** A drill of the deployed fleet, as its owner gives it; fails unless all was as expected. */
async function drill(args: readonly string[]): Promise<void> {
  const answer = await smartscale(['drill', ...args, '--stage', STAGE], world.environment);
  const { findings } = answer as { findings: readonly { expected: string; seen: string }[] };
  for (const { expected, seen } of findings) journey.tell(`drill ${args[0]}: ${expected}: ${seen}`);
}

const inTable = async () => ['--cluster', STAGE, '--store', `dynamodb:${await world.tableName()}`];

describeWithPeer(prometheusPeer, 'the deployed stacks', () => {
  describeWithPeer(kubernetesPeer, 'with a real cluster', () => {
    describeWithPeer(miniStackPeer, 'in an account that runs them', () => {
      beforeAll(async () => {
        folder = mkdtempSync(join(tmpdir(), 'smartscale-deployed-'));
        world = await createWorld();
        journey = watch(world);
      }, 2 * MINUTE);
      afterAll(async () => {
        rmSync(folder, { recursive: true });
        await world?.stop();
      });

      it('are deployed by one command', { timeout: 4 * MINUTE }, async () => {
        const { seconds } = await world.deploy();
        journey.tell(`deployed in ${seconds.toFixed(0)} s`);
        await world.keepArchive();
        await world.adoptPolicy();
        expect(seconds).toBeLessThan(DEPLOYMENT_SECONDS);
      });

      it('begin by themselves: the smallest fleet is launched and joins', { timeout: 2 * MINUTE }, async () => {
        await addPods('web');
        const completed = () => journey.all('ScaleCompleted').then(([first]) => first);
        const { data } = await journey.until('two workers have joined', completed);
        expect(data).toMatchObject({ cause: 'scale-up', workersAfter: 2, failed: 0 });
        expect(data.added.map(({ capacityType }) => capacityType)).toEqual(['on-demand', 'on-demand']);
        expect(new Set(data.added.map(({ zone }) => zone)).size).toBe(2);
        await journey.heard('Added 2 On-Demand nodes');
      });

      it('grow under load, by a Spot worker', { timeout: 2 * MINUTE }, async () => {
        const grown = await operation('scale-up', 'a worker was added', () => world.exporters.setBusyPercent(85));
        expect(grown).toMatchObject({ workersAfter: 3, failed: 0, added: [{ capacityType: 'spot' }] });
        world.exporters.setBusyPercent(50);
        await journey.heard('Added 1 Spot node');
        const seconds = await secondsToLaunch('spot');
        journey.tell(`from the sample to the instance: ${seconds.toFixed(1)} s`);
        expect(seconds).toBeLessThan(LAUNCH_SECONDS);
      });

      it('replace a Spot worker that EC2 takes back, and empty it in time', { timeout: 2 * MINUTE }, async () => {
        const spot =
          (await journey.all('NodeLaunched')).find(({ data }) => data.capacityType === 'spot')?.data.instanceId ?? '';
        // The scheduler puts them where there is most room: on the new worker.
        await addPods('shop');
        await journey.until('pods run on the Spot worker', () => someRunOn('shop', spot));
        const emptied = await evictions();
        const replaced = await operation('replacement', 'the worker was replaced', () =>
          drill(['interrupt', '--instance', spot]),
        );
        expect(replaced).toMatchObject({ failed: 0, added: [{ capacityType: 'on-demand' }] });
        const { data: drained } = await journey.until(
          'it was drained',
          async () => (await journey.all('InterruptionDrained'))[0],
        );
        expect(drained).toMatchObject({ instanceId: spot, outcome: 'drained', forcedPods: 0, leftPods: [] });
        expect(await evictions()).toBeGreaterThan(emptied);
        expect((await pods('shop')).filter(({ spec }) => spec.nodeName === nodeNameOf(spot))).toEqual([]);
        const [{ instanceId: newest = '' } = {}] = replaced.added;
        await addPods('news');
        await journey.until('pods run on the worker that came in its place', () => someRunOn('news', newest));
        await journey.heard(`Spot ${spot}`);
      });

      it('shrink when idle: a worker is drained under its pods budget and ends', { timeout: 2 * MINUTE }, async () => {
        const emptied = await evictions();
        const shrunk = await operation('scale-down', 'a worker was removed', () => world.exporters.setBusyPercent(10));
        world.exporters.setBusyPercent(50);
        expect(shrunk).toMatchObject({ workersAfter: 2, failed: 0, removed: [{}] });
        await journey.heard('Removed 1 node');
        expect(await evictions()).toBeGreaterThan(emptied);
        const running = (await world.machines.instances()).filter(({ State }) => State?.Name === 'running');
        expect(running).toHaveLength(2);
      });

      it('come back to their size when every worker of a zone is terminated', { timeout: 2 * MINUTE }, async () => {
        await operation('replacement', 'a worker was launched in its place', () => drill(['kill-zone', '--yes']));
        await journey.heard('was lost');
      });

      it('do all of this with the rights of their own roles, and use each of them', { timeout: MINUTE }, async () => {
        const rebuild = { projections: ['fleet'] };
        expect(await world.account.invoke(`smartscale-projections-${STAGE}-rebuild`, rebuild)).toEqual({ rebuilt: ['fleet'] });
        // By itself it runs at each quarter of an hour, which may or may not come by.
        const tickAt = new Date().toISOString();
        await world.account.invoke(`smartscale-decision-engine-${STAGE}-forecast`, { tickAt });
        await journey.until('demand was foreseen', async () => (await journey.all('ForecastMade'))[0]);
        const asked = await world.account.authorizations();
        expect(asked.filter(({ isAllowed }) => !isAllowed)).toEqual([]);
        const unused = unusedRights(declaredRights(STAGE), asked);
        const unexplained = unused.filter((right) => !NOT_SEEN_IN_USE.some(([rights]) => rights.test(right)));
        expect(unexplained).toEqual([]);
        journey.tell(`${asked.length} checks of rights, none refused; ${unused.length} rights were not needed`);
      });

      it('cannot end an instance that is no worker of the cluster, its K3s server least', { timeout: MINUTE }, async () => {
        const { client: owner } = world.machines;
        const InstanceIds = [...(await launchStrangers(owner, STAGE))];
        for (const name of ['scale', 'replace', 'reconcile']) {
          const client = await ec2Of(`smartscale-capacity-manager-${STAGE}-${name}`, world.account);
          // It is known and may ask, so what is refused is the ending.
          await client.send(new DescribeInstancesCommand({ InstanceIds }));
          for (const instanceId of InstanceIds) {
            const end = client.send(new TerminateInstancesCommand({ InstanceIds: [instanceId] }));
            await expect(end, `${name} ends ${instanceId}`).rejects.toMatchObject({ name: 'UnauthorizedOperation' });
          }
          client.destroy();
        }
        await owner.send(new TerminateInstancesCommand({ InstanceIds }));
      });

      it('keep an archive, whose replay shows the story to nobody but who inspects it', { timeout: MINUTE }, async () => {
        const before = await world.events();
        const told = world.told.length;
        const story = ['ScaleDecided', 'NodeLaunched', 'NodeJoined', 'SpotWarning', 'NodeTerminated', 'ScaleCompleted'];
        const replayed = (await smartscale(
          ['archive', 'replay', ...(await inTable()), '--type', ...story],
          world.environment,
        )) as RecordedEvent[];
        const archived = before.filter(({ type }) => story.includes(type));
        expect(replayed).toEqual(expect.arrayContaining(archived.slice(-20)));
        // The same to every rule of the bus: none of them but the inspection's lets a replay through.
        await world.replayToAllRules();
        const after = await world.events();
        expect(world.told).toHaveLength(told);
        expect(after.filter(({ type }) => type === 'NodeLaunched')).toHaveLength(
          before.filter(({ type }) => type === 'NodeLaunched').length,
        );
        expect((await world.account.warnings()).filter((text) => text.includes('replay'))).toEqual([]);
        journey.tell(`${replayed.length} replayed events were shown, and acted on by none`);
      });

      it('answer as a local store does: events, explain, replay', { timeout: 2 * MINUTE }, async () => {
        const to = new Date(Date.now() - 2_000).toISOString();
        const ask = async (place: readonly string[]) => {
          const from = [...place, '--from', new Date(Date.now() - 60 * MINUTE).toISOString(), '--to', to];
          const events = (await smartscale(['events', ...from], world.environment)) as RecordedEvent[];
          const up = events.find(({ type, data }) => type === 'ScaleDecided' && data.action === 'up')?.id ?? '';
          const explained = await smartscale(['explain', up, ...place], world.environment);
          const { seconds: _, ...replay } = (await smartscale(['replay', ...from], world.environment)) as { seconds: number };
          return { events, explained, replay };
        };
        const deployed = await ask(await inTable());
        const file = join(folder, 'fleet.db');
        await copyToSqlite(deployed.events, file);
        expect(await ask(['--cluster', STAGE, '--store', `sqlite:${file}`])).toEqual(deployed);
        expect(deployed.replay).toMatchObject({ different: [] });
        journey.tell(`${deployed.events.length} events read alike; replay: ${JSON.stringify(deployed.replay)}`);
      });

      it('put a damaged record of the stream into the failure queue, and send the rest of its batch', async () => {
        const events = (await world.events()).filter(({ type }) => type === 'NodeJoined').slice(0, 2);
        const records = events.map((event, index) => streamRecord({ sequence: index + 1, event }) as { dynamodb: object });
        const damaged = {
          ...records[0],
          dynamodb: { ...records[0]?.dynamodb, SequenceNumber: '7', NewImage: { type: { S: 'NodeJoined' } } },
        };
        const answer = await world.account.invoke(`smartscale-outbox-relay-${STAGE}-relay`, {
          Records: [records[0], damaged, records[1]],
        });
        expect(answer).toEqual({ batchItemFailures: [] });
        expect(await world.takeFailures()).toMatchObject([
          { service: 'outbox-relay', sequenceNumber: '7', keys: { pk: { S: events[0]?.stream } }, record: damaged },
        ]);
      });

      it('have lost nothing on the way', async () => {
        expect(await world.waitingMessages()).toEqual({ DeadLetterQueueUrl: 0, FailureQueueUrl: 0 });
      });

      it('say which right is missing', { timeout: 2 * MINUTE }, async () => {
        const scale = { functionName: `smartscale-capacity-manager-${STAGE}-scale`, account: world.account };
        const failed = await without('iam:PassRole', scale, async () => {
          world.exporters.setBusyPercent(85);
          return journey.until('a launch was refused', async () => (await journey.all('LaunchFailed'))[0], 90);
        });
        world.exporters.setBusyPercent(50);
        expect(failed.data).toMatchObject({ code: 'UnauthorizedOperation' });
        await journey.heard('UnauthorizedOperation');
      });

      it('are removed by one command, but for what is retained', { timeout: 4 * MINUTE }, async () => {
        const { seconds } = await world.remove();
        journey.tell(`removed in ${seconds.toFixed(0)} s`);
        expect((await world.account.stacks()).filter((name) => name.includes(STAGE))).toEqual([]);
        const left = await world.leftovers();
        expect(left.filter((name) => !RETAINED.test(name))).toEqual([]);
        expect(left).toHaveLength(2);
        const whole = (performance.now() - began) / 1_000;
        journey.tell(`the whole journey took ${whole.toFixed(0)} s`);
        expect(whole).toBeLessThan(WHOLE_SECONDS);
      });
    });
  });
});
