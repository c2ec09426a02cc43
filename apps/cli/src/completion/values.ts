import { CONTENDER_NAMES } from '@smartscale/backtest';
import { catalogue, type EventStore, loadState, readCurrentPolicy, STREAM_CATEGORIES, streamName } from '@smartscale/events';
import { fleetFold } from '@smartscale/projections/fleet';
import { FAULTS, SHIPPED_TRACES } from '@smartscale/simulator';

/** A value that can be typed, and what it is. */
export type Candidate = { readonly value: string; readonly description: string };

/** What can stand somewhere. `files`: the shell offers its files when none of the candidates fits. */
export type Values = {
  readonly candidates: readonly Candidate[];
  readonly files: boolean;
  /** The value goes on: no space after it. */
  readonly goesOn?: boolean;
};

/** Answers a question to the store that the line names; null when there is none, or it would not be cheap. */
export type AskStore = <Answer>(question: (store: EventStore, cluster: string) => Promise<Answer>) => Promise<Answer | null>;

/** How many of the newest events are offered by their ids. */
const MOST_EVENTS = 20;

const NOTHING: Values = { candidates: [], files: false };
const FILES: Values = { candidates: [], files: true };

/**
 * What can be the value of an option or an argument, by its name and that of its value: `--policy <file>` is (`policy`, `file`).
 * What nobody but the user knows has none.
 */
export async function valuesOf(name: string, valueName: string, ask: AskStore): Promise<Values> {
  if (valueName === 'file') return FILES;
  switch (name) {
    case 'store':
      return { candidates: [plain('sqlite:', 'a file'), plain('dynamodb:', 'a table')], files: true, goesOn: true };
    case 'trace':
      return { candidates: Object.keys(SHIPPED_TRACES).map((trace) => plain(trace, 'comes with SmartScale')), files: true };
    case 'stream':
      return only(STREAM_CATEGORIES.map((category) => plain(category)));
    case 'type':
      return only(Object.values(catalogue).map(({ type, description }) => plain(type, description)));
    case 'policy':
      return {
        candidates: CONTENDER_NAMES.filter((policy) => !policy.endsWith('-N')).map((policy) => plain(policy)),
        files: valueName.includes('file'),
      };
    case 'faults':
      return only([...Object.entries(FAULTS).map(([fault, what]) => plain(fault, what)), plain('none')]);
    case 'instance':
      return only((await ask(livingWorkers)) ?? []);
    case 'zone':
      return only((await ask(zonesOfPolicy)) ?? []);
    case 'which':
      return only([plain('last', 'the last decision'), ...((await ask(lastChanges)) ?? [])]);
    default:
      return NOTHING;
  }
}

async function livingWorkers(store: EventStore, cluster: string): Promise<readonly Candidate[]> {
  const { state } = await loadState(store, streamName('fleet', cluster), fleetFold);
  return Object.values(state.workers).map(({ instanceId, capacityType, instanceType, zone }) =>
    plain(instanceId, `${capacityType} ${instanceType} in ${zone}`),
  );
}

async function zonesOfPolicy(store: EventStore, cluster: string): Promise<readonly Candidate[]> {
  const adopted = await readCurrentPolicy(store, cluster);
  return (adopted?.policy.placement.zones ?? []).map((zone) => plain(zone));
}

/** The newest events of the fleet: each can be explained by the decision behind it. */
async function lastChanges(store: EventStore, cluster: string): Promise<readonly Candidate[]> {
  const events = await store.read(streamName('fleet', cluster), { direction: 'backward', limit: MOST_EVENTS });
  return events.map(({ id, type, recordedAt }) => plain(id, `${type} at ${recordedAt}`));
}

function plain(value: string, description = ''): Candidate {
  return { value, description };
}

function only(candidates: readonly Candidate[]): Values {
  return { candidates, files: false };
}
