import {
  type ChangeFeed,
  deriveEventId,
  type EventStore,
  type NewEvent,
  nodeNameOf,
  type RecordedEvent,
} from '@smartscale/events';
import { describe, expect, it } from 'vitest';
import type { Scene } from '../checkers/invariant.ts';
import { INVARIANTS } from '../checkers/invariants/index.ts';
import type { ServicePorts } from '../simulation/services.ts';
import { play } from './play.ts';
import type { Sabotage } from './sabotage.ts';
import { type Fault, MINUTE, type Scenario, STORY_BEGINS_AT } from './scenario.ts';

type Store = EventStore & ChangeFeed;
type Seen = Omit<Scene, 'report'>;

type FaultGiven = Pick<Fault, 'kind'> & Partial<Fault>;

/** A story of six hours with these faults only. */
function story(faults: readonly FaultGiven[]): Scenario {
  const planned = faults.map((fault, id) => ({ id, from: 60, until: 120, percent: 100, amount: 1, variant: '', ...fault }));
  return { seed: 4, minutes: 360, faults: planned };
}

/** A service that appends something else than was decided. */
function rewriting(change: (event: NewEvent) => readonly NewEvent[]): Sabotage {
  return {
    services: ({ store }) => ({
      store: { ...store, append: (stream, events, options) => appendChanged(store, [stream, events, options]) },
    }),
  };

  async function appendChanged(store: Store, [stream, events, options]: Parameters<Store['append']>) {
    const changed = events.flatMap(change);
    return changed.length === 0 ? (events as readonly RecordedEvent[]) : store.append(stream, changed, options);
  }
}

function again(event: NewEvent, change: object = {}): NewEvent {
  const id = deriveEventId(STORY_BEGINS_AT, 'again', event.id);
  return { ...event, id, data: { ...event.data, ...change } } as NewEvent;
}

/** A service that does something of its own once, at some minute of the story. */
function once(
  act: (ports: ServicePorts, scene: Seen) => Promise<unknown> | undefined,
  minute = 90,
): Required<Sabotage>['services'] {
  let done = false;
  return (ports, scene) => ({
    compute: {
      ...ports.compute,
      async listInstances(clusterId) {
        if (!done && scene.now() >= STORY_BEGINS_AT + minute * MINUTE) {
          done = true;
          await act(ports, scene);
        }
        return ports.compute.listInstances(clusterId);
      },
    },
  });
}

const readyWorker = (scene: Seen) => scene.workers().find(({ status }) => status === 'ready');
const podOf = (scene: Seen, prefix: string) =>
  scene.pods().filter(({ name, phase }) => name.startsWith(prefix) && phase === 'Running');

/** EC2 that starts another instance each time it is asked, whatever the token. */
const ignoringTokens: Sabotage['outside'] = ({ compute }) => {
  let count = 0;
  return {
    compute: {
      ...compute,
      launch(request) {
        count += 1;
        return compute.launch({ ...request, launchId: `${request.launchId}-${count}` });
      },
    },
  };
};

/** A service that asks EC2 for everything twice. */
const askingTwice: Sabotage['services'] = ({ compute }) => ({
  compute: {
    ...compute,
    async launch(request) {
      await compute.launch(request);
      return compute.launch(request);
    },
  },
});

/** An API that evicts whatever the budget says. */
const evictingPastBudgets: Sabotage['outside'] = ({ kubernetes }) => ({
  kubernetes: {
    ...kubernetes,
    async evict(pod) {
      await kubernetes.deletePod(pod, { gracePeriodSeconds: 0 });
      return { kind: 'evicted' };
    },
  },
});

const evictOne = (prefix: string) =>
  once(async ({ kubernetes }, scene) => {
    const [pod] = podOf(scene, prefix);
    if (pod) await kubernetes.evict(pod, { gracePeriodSeconds: null });
  });

const cordonOne = (minute?: number) =>
  once((ports, scene) => {
    const worker = readyWorker(scene);
    return worker && ports.kubernetes.cordon(nodeNameOf(worker.instanceId), 'for no reason');
  }, minute);

type Mutation = {
  readonly invariant: string;
  readonly bug: string;
  readonly faults?: readonly FaultGiven[];
  readonly sabotage: () => Sabotage;
};

const MUTATIONS: readonly Mutation[] = [
  {
    invariant: 'within-bounds-by-our-hand',
    bug: 'a plan launches more workers than the maximum has room for',
    sabotage: () =>
      rewriting((event) => {
        if (event.type !== 'ScalePlanned' || event.data.cause !== 'scale-up') return [event];
        const [first] = event.data.launches;
        const more = Array.from({ length: 11 }, (_, index) => ({
          ...first,
          launchId: `${event.data.operationId}-more-${index}`,
        }));
        return [{ ...event, data: { ...event.data, launches: [...event.data.launches, ...more] } } as NewEvent];
      }),
  },
  {
    invariant: 'within-bounds-by-our-hand',
    bug: 'a worker of the minimum is drained as soon as it has joined',
    sabotage: () => rewriting(drainingWhoeverJoins),
  },
  {
    invariant: 'on-demand-base-by-our-hand',
    bug: 'an On-Demand worker of the base is drained when a Spot worker has joined',
    sabotage: () => rewriting(drainingTheBase()),
  },
  {
    invariant: 'no-decision-launches-twice',
    bug: 'a service asks twice and EC2 ignores the ClientToken',
    sabotage: () => ({ outside: ignoringTokens, services: askingTwice }),
  },
  {
    invariant: 'no-decision-launches-twice',
    bug: 'a decision is planned a second time',
    sabotage: () => rewriting((event) => (event.type === 'ScalePlanned' ? [event, again(event)] : [event])),
  },
  {
    invariant: 'no-acknowledged-event-lost',
    bug: 'the store forgets an event that it had acknowledged',
    sabotage: () => ({ store: forgetful }),
  },
  {
    invariant: 'no-acknowledged-event-lost',
    bug: 'the store changes what it had acknowledged',
    sabotage: () => ({ store: falsifying }),
  },
  {
    invariant: 'no-full-worker-terminated',
    bug: 'a worker is terminated with its pods on it',
    sabotage: () => ({ services: once((ports, scene) => ports.compute.terminate([readyWorker(scene)?.instanceId ?? ''])) }),
  },
  {
    invariant: 'no-protected-pod-evicted',
    bug: 'a pod marked do-not-disrupt is evicted',
    faults: [{ kind: 'do-not-disrupt', from: 30, until: 200 }],
    sabotage: () => ({ services: evictOne('do-not-disrupt') }),
  },
  {
    invariant: 'no-budget-broken',
    bug: 'an eviction is granted past the budget',
    faults: [{ kind: 'stubborn-budgets', from: 30, until: 200 }],
    sabotage: () => ({ outside: evictingPastBudgets, services: evictOne('stubborn-budgets') }),
  },
  {
    invariant: 'no-budget-broken',
    bug: 'a pod is deleted without asking its budget',
    faults: [{ kind: 'stubborn-budgets', from: 30, until: 200 }],
    sabotage: () => ({
      services: once(async ({ kubernetes }, scene) => {
        for (const pod of podOf(scene, 'stubborn-budgets')) await kubernetes.deletePod(pod, { gracePeriodSeconds: 1 });
      }),
    }),
  },
  {
    invariant: 'no-instance-unknown',
    bug: 'instances that nobody planned are overlooked',
    faults: [{ kind: 'strangers', from: 30, until: 31 }],
    sabotage: () => ({
      services: ({ compute }) => ({
        compute: {
          ...compute,
          listInstances: async (clusterId) =>
            (await compute.listInstances(clusterId)).filter(({ launchId }) => launchId?.startsWith('by-hand') !== true),
        },
      }),
    }),
  },
  {
    invariant: 'no-worker-cordoned-for-ever',
    bug: 'a worker is cordoned and forgotten',
    sabotage: () => ({ services: cordonOne() }),
  },
  {
    invariant: 'comes-to-rest',
    bug: 'a worker is cordoned and forgotten',
    sabotage: () => ({ services: cordonOne(500) }),
  },
  {
    invariant: 'every-decision-decides-the-same',
    bug: 'a decision wants one worker more than its basis gives',
    sabotage: () =>
      rewriting((event) =>
        event.type === 'ScaleDecided' && event.data.action === 'up'
          ? [{ ...event, data: { ...event.data, to: event.data.to + 1 } }]
          : [event],
      ),
  },
  {
    invariant: 'holds-on-missing-data',
    bug: 'no data counts as no load',
    faults: [{ kind: 'prometheus', variant: 'silent' }],
    sabotage: () => rewriting((event) => decidedInstead(event, 'metrics-missing', 'down')),
  },
  {
    invariant: 'cooldowns-respected',
    bug: 'the cooldown is skipped',
    sabotage: () => rewriting((event) => decidedInstead(event, 'idle', 'up')),
  },
  {
    invariant: 'one-operation-at-a-time',
    bug: 'a second operation is planned beside the first',
    sabotage: () =>
      rewriting((event) =>
        event.type === 'ScalePlanned'
          ? [event, again(event, { operationId: `${event.data.operationId}-b`, launches: [] })]
          : [event],
      ),
  },
  {
    invariant: 'every-launch-ends',
    bug: 'nobody notes that a worker has joined',
    sabotage: () => rewriting((event) => (event.type === 'NodeJoined' || event.type === 'NodeJoinTimedOut' ? [] : [event])),
  },
  {
    invariant: 'every-failure-told-once',
    bug: 'nobody is told',
    faults: [{ kind: 'kills', amount: 2 }],
    sabotage: () => rewriting((event) => (event.type === 'NoticeSent' ? [] : [event])),
  },
  {
    invariant: 'every-failure-told-once',
    bug: 'people are told twice',
    faults: [{ kind: 'kills', amount: 2 }],
    sabotage: () => rewriting((event) => (event.type === 'NoticeSent' ? [event, again(event)] : [event])),
  },
  {
    invariant: 'outbox-drains',
    bug: 'an event is called published and is not',
    sabotage: () => ({
      services: ({ publish }) => ({
        publish: async (entries) => {
          const answers = await publish(entries.filter(({ detailType }) => detailType !== 'NodeJoined'));
          return entries.map(({ detailType }) => (detailType === 'NodeJoined' ? { ok: true } : (answers[0] ?? { ok: true })));
        },
      }),
    }),
  },
  {
    invariant: 'projections-equal-a-rebuild',
    bug: 'a view is written once and never again',
    sabotage: () => ({
      services: ({ views }) => ({ views: { ...views, readProgress: views.readProgress, write: writeFirst(views) } }),
    }),
  },
];

function drainingWhoeverJoins(event: NewEvent): readonly NewEvent[] {
  if (event.type !== 'NodeJoined') return [event];
  const { instanceId } = event.data;
  const data = { instanceId, cause: 'scale-down', startedAt: event.occurredAt, deadline: event.occurredAt };
  return [event, { ...again(event), type: 'NodeDrainStarted', data } as NewEvent];
}

/** Drains an On-Demand worker whenever a Spot worker has joined. */
function drainingTheBase(): (event: NewEvent) => readonly NewEvent[] {
  const spot = new Set<string>();
  const onDemand: string[] = [];
  return (event) => {
    if (event.type === 'NodeLaunched') {
      const { instanceId, capacityType } = event.data;
      if (capacityType === 'spot') spot.add(instanceId);
      else onDemand.push(instanceId);
    }
    if (event.type !== 'NodeJoined' || !spot.has(event.data.instanceId)) return [event];
    const data = { instanceId: onDemand.shift(), cause: 'scale-down', startedAt: event.occurredAt, deadline: event.occurredAt };
    return [event, { ...again(event), type: 'NodeDrainStarted', data } as NewEvent];
  };
}

function decidedInstead(event: NewEvent, decidedBy: string, action: 'up' | 'down'): readonly NewEvent[] {
  if (event.type !== 'ScaleDecided' || event.data.action !== 'hold' || event.data.decidedBy !== decidedBy) return [event];
  return [{ ...event, data: { ...event.data, action, to: event.data.from + (action === 'up' ? 1 : -1) } }];
}

function forgetful(store: Store): Store {
  const isForgotten = ({ type, position }: RecordedEvent) => type === 'PolicyAdopted' && position === 1;
  return { ...store, read: async (...given) => (await store.read(...given)).filter((event) => !isForgotten(event)) };
}

function falsifying(store: Store): Store {
  const read = async (...given: Parameters<Store['read']>) =>
    (await store.read(...given)).map((event) =>
      event.type === 'NodeLaunched' ? { ...event, correlationId: 'another' } : event,
    );
  return { ...store, read };
}

function writeFirst(views: ServicePorts['views']): ServicePorts['views']['write'] {
  const written = new Map<string, number>();
  return (owner, change) => {
    const count = (written.get(owner.projection) ?? 0) + 1;
    written.set(owner.projection, count);
    return views.write(owner, count === 1 ? change : { ...change, put: {}, remove: [] });
  };
}

const untouched = new Map<string, Promise<readonly string[]>>();

/** What the same story comes to without the bug: played once for all who need it. */
function withoutBug(faults: readonly FaultGiven[]): Promise<readonly string[]> {
  const key = JSON.stringify(faults);
  const known =
    untouched.get(key) ?? play(story(faults)).then(({ violations }) => violations.map(({ invariant }) => invariant));
  untouched.set(key, known);
  return known;
}

describe('a seeded bug', () => {
  it.each(MUTATIONS)(
    'is caught by $invariant: $bug',
    async ({ invariant, faults = [], sabotage }) => {
      expect(await withoutBug(faults)).toEqual([]);
      const invariants = INVARIANTS.filter(({ name }) => name === invariant);
      const { violations } = await play(story(faults), { invariants, sabotage: sabotage() });
      expect(violations.map((violation) => violation.invariant)).toEqual([invariant]);
    },
    30_000,
  );

  it('is known for every invariant', () => {
    expect(new Set(MUTATIONS.map(({ invariant }) => invariant))).toEqual(new Set(INVARIANTS.map(({ name }) => name)));
  });
});
