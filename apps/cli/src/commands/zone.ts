import { userInfo } from 'node:os';
import { adoptPolicy, type EventStore, loadState, type Policy, readCurrentPolicy, streamName } from '@smartscale/events';
import { fleetFold } from '@smartscale/projections/fleet';
import { Command } from 'commander';
import { clusterTime } from '../cluster-time.ts';
import { formatDuration, parseDuration } from '../duration.ts';
import { EXIT, UsageError } from '../exit.ts';
import { withStore } from '../open-store.ts';
import { type StoreOptions, withStoreOptions } from '../options.ts';
import { processOutput, show } from '../output.ts';
import { formatTable } from '../table.ts';
import { withZoneRestored, withZoneShifted } from '../zone/change-zones.ts';
import { type ZoneStatus, zoneStatuses } from '../zone/zone-status.ts';

export function zoneCommand(): Command {
  return new Command('zone')
    .description('the zones: list them, keep new workers away from one, let them come again')
    .addCommand(listCommand(), { isDefault: true })
    .addCommand(shiftCommand())
    .addCommand(restoreCommand());
}

function listCommand(): Command {
  return withStoreOptions(new Command('list'))
    .description('workers in each zone, which zones get no new ones, why and until when')
    .action(async (options: StoreOptions) => {
      const zones = await withStore(options, async (store) => {
        const now = await clusterTime(store, options.cluster);
        const { policy } = await policyInForce(store, options.cluster);
        const { state } = await loadState(store, streamName('fleet', options.cluster), fleetFold);
        return zoneStatuses(policy, state, now);
      });
      show(processOutput(options.json), { zones }, () => formatTable([HEADINGS, ...zones.map(rowOf)]));
    });
}

type ShiftOptions = StoreOptions & { readonly for?: string; readonly drain: boolean; readonly reason: string };

function shiftCommand(): Command {
  return withStoreOptions(new Command('shift'))
    .description('launch nothing in a zone any more; its workers stay unless --drain')
    .argument('<zone>', 'such as ap-south-1a')
    .option('--for <duration>', 'ends by itself after this: 30m, 2h, 1d (default: until restored)')
    .option('--drain', 'also move its workers, one by one: the new one joins before the old one goes', false)
    .option('--reason <text>', 'why, for those who read the history', '')
    .action(async (zone: string, options: ShiftOptions) => {
      const forSeconds = options.for === undefined ? null : parseDuration(options.for);
      const { drain, reason } = options;
      const time = forSeconds === null ? '' : ` for ${formatDuration(forSeconds)}`;
      await change(options, {
        zone,
        make: (policy, now) => withZoneShifted(policy, { zone, forSeconds, drain, reason }, now),
        note: `zone shift ${zone}${time}${drain ? ', drained' : ''}${reason === '' ? '' : `: ${reason}`}`,
      });
    });
}

function restoreCommand(): Command {
  return withStoreOptions(new Command('restore'))
    .description('take back "zone shift"; one that its own failures shifted away comes back by itself')
    .argument('<zone>', 'such as ap-south-1a')
    .action(async (zone: string, options: StoreOptions) => {
      const status = await change(options, {
        zone,
        make: (policy, now) => withZoneRestored(policy, zone, now),
        note: `zone restore ${zone}`,
      });
      if (status?.shiftedBy === 'failures') process.exitCode = EXIT.answerIsNo;
    });
}

type Change = {
  readonly zone: string;
  readonly make: (policy: Policy, now: number) => Policy;
  readonly note: string;
};

/** Adopts the changed policy and tells what the zone is like then. */
async function change(options: StoreOptions, { zone, make, note }: Change): Promise<ZoneStatus | undefined> {
  const { cluster } = options;
  const now = await withStore(options, (store) => clusterTime(store, cluster));
  const { version, adopted, status } = await withStore(
    options,
    async (store) => {
      const inForce = await policyInForce(store, cluster);
      const policy = make(inForce.policy, now);
      const author = userInfo().username;
      const adoption = await adoptPolicy(store, cluster, { policy, author, note, now, basedOn: inForce.version });
      const { state } = await loadState(store, streamName('fleet', cluster), fleetFold);
      return { ...adoption, status: zoneStatuses(policy, state, now).find((one) => one.zone === zone) };
    },
    () => now,
  );
  show(processOutput(options.json), { version, adopted, zone: status }, () => {
    const rows = status ? `${formatTable([HEADINGS, rowOf(status)])}\n` : '';
    return `${rows}${adopted ? `in force as version ${version}` : `nothing to change: version ${version} says so already`}`;
  });
  return status;
}

async function policyInForce(
  store: EventStore,
  cluster: string,
): Promise<{ readonly policy: Policy; readonly version: number }> {
  const adopted = await readCurrentPolicy(store, cluster);
  if (adopted) return adopted;
  throw new UsageError(`cluster ${cluster} has no policy yet: adopt one with "smartscale policy apply FILE"`);
}

const HEADINGS = ['zone', 'workers', 'new workers', 'until', 'why'];

function rowOf({ zone, workers, moving, shiftedBy, why, until, drain }: ZoneStatus): string[] {
  const inMotion = moving === 0 ? '' : ` (${moving} coming or going)`;
  if (shiftedBy === null) return [zone, `${workers}${inMotion}`, 'yes', '', ''];
  const no = shiftedBy === 'failures' ? 'no, by its failures' : `no, by command${drain ? ', being emptied' : ''}`;
  return [zone, `${workers}${inMotion}`, no, until ?? 'restored', why ?? ''];
}
