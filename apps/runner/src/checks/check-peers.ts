import { existsSync } from 'node:fs';
import { DescribeInstancesCommand, DescribeSpotInstanceRequestsCommand, type EC2Client } from '@aws-sdk/client-ec2';
import { defaultPolicy, readCurrentPolicy } from '@smartscale/events';
import { openSqliteEventStore } from '@smartscale/events/sqlite';
import type { Configuration } from '../configuration/schema.ts';
import { checkSecrets } from '../configuration/secrets.ts';
import { connectOutside, type Outside, type OutsideOptions } from '../outside/outside.ts';
import { storeToCome } from './store-to-come.ts';

/** One thing that must be so before a fleet can be run, and what was found. */
export type Check = { readonly name: string; readonly ok: boolean; readonly found: string };

/**
 * Looks whether everything that the services need is there and answers; changes nothing. Slack is not written to. Rejects with ConfigurationError only when the configuration contradicts itself.
 */
export async function checkPeers(configuration: Configuration, options: OutsideOptions): Promise<readonly Check[]> {
  const outside = connectOutside(configuration, options);
  return Promise.all([
    check('secrets', () => checkSecrets(configuration).then(() => 'readable, and by their owner only')),
    check('store', () => findStore(configuration, options.now)),
    check('policy', () => findPolicy(configuration, options.now)),
    check('Prometheus', () => findPrometheus(outside, options.now)),
    check('K3s API', () => findCluster(outside)),
    check('EC2', () => findEc2(outside.ec2, configuration)),
  ]);
}

async function check(name: string, find: () => Promise<string>): Promise<Check> {
  try {
    return { name, ok: true, found: await find() };
  } catch (error) {
    return { name, ok: false, found: (error as Error).message };
  }
}

async function findStore({ store: file, cluster }: Configuration, now: () => number): Promise<string> {
  if (!existsSync(file)) return storeToCome(file);
  using store = openStore(file, now);
  const { events } = await store.readRange(cluster, { from: '1970-01-01T00:00:00.000Z', to: FAR_FUTURE, limit: 1 });
  return `${file}, ${events.length === 0 ? 'without events yet' : `with events since ${events[0]?.recordedAt}`}`;
}

/** Every zone of the policy needs a subnet, or launches there fail one by one. */
async function findPolicy({ store: file, cluster, ec2 }: Configuration, now: () => number): Promise<string> {
  const adopted = existsSync(file) ? await readAdopted(file, cluster, now) : null;
  const { zones } = (adopted?.policy ?? defaultPolicy()).placement;
  const lacking = zones.filter((zone) => ec2.subnets[zone] === undefined);
  const which = adopted ? `policy ${adopted.version}` : 'the default policy';
  if (lacking.length === 0) return `${which}: ${zones.join(', ')}`;
  const remedy = `add them to ec2.subnets, or: smartscale policy apply FILE --store sqlite:${file} --cluster ${cluster}`;
  throw new Error(`${which} names zones without a subnet: ${lacking.join(', ')}; ${remedy}`);
}

async function readAdopted(file: string, cluster: string, now: () => number) {
  using store = openStore(file, now);
  return await readCurrentPolicy(store, cluster);
}

const FAR_FUTURE = '9999-12-31T23:59:59.999Z';

function openStore(file: string, now: () => number) {
  const store = openSqliteEventStore({ file, now });
  return { ...store, [Symbol.dispose]: store.close };
}

async function findPrometheus({ prometheus }: Outside, now: () => number): Promise<string> {
  const [targets] = await prometheus.query('count(up == 1)', { at: Math.floor(now() / 1_000) });
  return targets ? `${targets.value} targets are up` : 'answers, but no target is up';
}

async function findCluster({ kubernetes }: Outside): Promise<string> {
  const nodes = await kubernetes.listNodes();
  const [first] = nodes;
  if (first) await kubernetes.listPodsOnNode(first.name);
  const workers = nodes.filter(({ isServer }) => !isServer).length;
  return `${nodes.length - workers} server and ${workers} workers`;
}

/** With DryRun EC2 says what it would allow, as an error. */
async function findEc2(client: EC2Client, { ec2 }: Configuration): Promise<string> {
  await allowed(client.send(new DescribeInstancesCommand({ DryRun: true })));
  await allowed(client.send(new DescribeSpotInstanceRequestsCommand({ DryRun: true })));
  return `${ec2.region}: instances and Spot requests may be listed`;
}

async function allowed(dryRun: Promise<unknown>): Promise<void> {
  try {
    await dryRun;
  } catch (error) {
    const { name, message } = error as Error;
    if (name !== 'DryRunOperation') throw new Error(`${name}: ${message}`, { cause: error });
  }
}
