import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { CreateLaunchTemplateCommand, DescribeImagesCommand, DescribeSubnetsCommand, EC2Client } from '@aws-sdk/client-ec2';
import type { Peer } from '../peer.ts';
import { startPeerProcess } from '../peer-process.ts';

/** As install.sh installs it. */
const VERSION = '5.2.5';
const START_TIMEOUT_SECONDS = 30;
const HOME = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'smartscale', `moto-${VERSION}`);
const SERVER = join(HOME, 'bin', 'moto_server');

export type Moto = {
  readonly endpoint: string;
  readonly region: string;
  readonly client: EC2Client;
  /** A subnet of each zone of the region, as every new account has them. */
  subnetsByZone(): Promise<Readonly<Record<string, string>>>;
  createLaunchTemplate(name: string): Promise<void>;
  stop(): Promise<void>;
};

/**
 * moto, which plays EC2 over the wire. What it does not do: ClientToken is not idempotent, CreateFleet uses only its first override,
 * and no capacity is ever short.
 */
export const motoPeer: Peer = {
  name: 'moto',
  missing: () => (existsSync(SERVER) ? undefined : 'run test/peers/moto/install.sh (needs Python 3 with venv and pip)'),
};

/** Starts an empty account on a free port of 127.0.0.1. It ends with `stop` or with this process. */
export async function startMoto(): Promise<Moto> {
  const server = await startPeerProcess({
    command: SERVER,
    args: ['-H', '127.0.0.1', '-p', '0'],
    ready: /Running on (http:\/\/127\.0\.0\.1:\d+)/,
    timeoutSeconds: START_TIMEOUT_SECONDS,
  });
  const endpoint = server.ready[1] ?? '';
  const region = 'ap-south-1';
  const client = new EC2Client({ endpoint, region, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } });
  return {
    endpoint,
    region,
    client,
    async subnetsByZone() {
      const { Subnets = [] } = await client.send(new DescribeSubnetsCommand({}));
      return Object.fromEntries(Subnets.map(({ AvailabilityZone = '', SubnetId = '' }) => [AvailabilityZone, SubnetId]));
    },
    async createLaunchTemplate(name) {
      const { Images: [image] = [] } = await client.send(new DescribeImagesCommand({ Owners: ['amazon'] }));
      const LaunchTemplateData = { ImageId: image?.ImageId, InstanceType: 't3.medium' } as const;
      await client.send(new CreateLaunchTemplateCommand({ LaunchTemplateName: name, LaunchTemplateData }));
    },
    async stop() {
      client.destroy();
      await server.stop();
    },
  };
}
