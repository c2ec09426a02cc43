import { createInterface } from 'node:readline/promises';
import { UsageError } from '../exit.ts';
import { DEFAULT_STORE, parseStoreAddress, withStore } from '../open-store.ts';
import { askAws } from './ask-aws.ts';
import { type DrilledFleet, openLocalFleet } from './local-fleet.ts';
import type { DrillName } from './plan.ts';

export type FleetChoice = {
  readonly store?: string;
  readonly cluster?: string;
  readonly stage?: string;
  readonly region?: string;
  readonly bus?: string;
  readonly yes: boolean;
};

/** Works with the fleet that is meant: a stage or a table is one in AWS, anything else one of this machine. */
export async function withFleet<Result>(
  drill: DrillName,
  choice: FleetChoice,
  work: (fleet: DrilledFleet) => Promise<Result>,
): Promise<Result> {
  const { stage, cluster } = choice;
  if (choice.region !== undefined) process.env['AWS_REGION'] = choice.region;
  if (stage !== undefined && choice.store !== undefined)
    throw new UsageError('--stage knows its own store: leave --store (and SMARTSCALE_STORE) out');
  const address = stage === undefined ? parseStoreAddress(choice.store ?? DEFAULT_STORE) : null;
  if (address?.kind === 'sqlite') {
    const given = { store: `sqlite:${address.file}`, cluster: cluster ?? 'local' };
    return withStore(given, async (store) =>
      work(await openLocalFleet(store, { file: address.file, clusterId: given.cluster })),
    );
  }
  // Loaded here, because no drill of this machine needs AWS.
  const { openDeployedFleet, refuseUnlessDeployable } = await import('./deployed-fleet.ts');
  refuseUnlessDeployable(drill);
  const { table, bus } =
    stage === undefined
      ? { table: address?.table ?? '', bus: choice.bus }
      : await askAws('cloudformation:DescribeStacks', () => outputsOf(stage));
  const clusterId = cluster ?? stage ?? 'local';
  return withStore({ store: `dynamodb:${table}`, cluster: clusterId }, async (store) =>
    work(await openDeployedFleet(store, { clusterId, bus: bus ?? null, confirm: (zone) => confirmZone(zone, choice.yes) })),
  );
}

async function outputsOf(stage: string): Promise<{ readonly table: string; readonly bus: string | undefined }> {
  const [{ openAwsClients, closeAwsClients }, { readOutputs }] = await Promise.all([
    import('../doctor/adapters/aws-clients.ts'),
    import('../doctor/adapters/stacks.ts'),
  ]);
  const aws = openAwsClients();
  try {
    const { EventTableName, BusName } = await readOutputs(aws, `smartscale-event-backbone-${stage}`);
    if (EventTableName) return { table: EventTableName, bus: BusName };
    throw new UsageError(`the stack smartscale-event-backbone-${stage} has no output EventTableName: deploy it again`);
  } finally {
    closeAwsClients(aws);
  }
}

/** Real machines go: the zone is to be typed. UsageError when it is not. */
async function confirmZone(zone: string, yes: boolean): Promise<void> {
  if (yes) return;
  if (!process.stdin.isTTY)
    throw new UsageError(`every worker in ${zone} would be terminated: say --yes where nobody can be asked`);
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const typed = await lines.question(`Every worker in ${zone} will be terminated. Type the zone's name to go on: `);
    if (typed.trim() !== zone) throw new UsageError('nothing was done: that is not the name of the zone');
  } finally {
    lines.close();
  }
}
