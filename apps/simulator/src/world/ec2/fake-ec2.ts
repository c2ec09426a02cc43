import {
  ComputeError,
  type ComputePort,
  type Instance,
  type LaunchRequest,
  type PricePort,
} from '@smartscale/capacity-manager/handler';
import { type Random, randomStream } from '../random.ts';
import type { WorldClock } from '../world-clock.ts';
import type { Capacity } from './capacity.ts';
import {
  describeInstance,
  type EndCause,
  type FakeInstance,
  type LifeOptions,
  newInstance,
  SHOWN_AFTER_END_MILLISECONDS,
  type Turn,
} from './fake-instance.ts';
import { isOffered, meanHoursToInterruption, type Offering, pricePerHourUsd } from './instance-types.ts';

/** EC2 with one cluster's instances. Calls are those of the ports; the rest is what the world does to it. */
export type FakeEc2 = ComputePort &
  PricePort & {
    /** Everything that EC2 still shows, ended ones too. */
    readonly instances: ReadonlyMap<string, FakeInstance>;
    /** Puts an instance there that was launched before this world began. */
    adopt(instance: FakeInstance): void;
    /** Takes an instance away. Nothing happens to one already gone. */
    end(instance: FakeInstance, cause: EndCause): void;
    /** Sets the turns of fate that fall before `until` going and forgets what ended long ago. Once a minute. */
    step(until: number): void;
  };

export type Ec2Options = {
  readonly seed: string | number;
  readonly clock: WorldClock;
  readonly capacity: Capacity;
  readonly life: LifeOptions;
  /** Probability that a call is refused with RequestLimitExceeded. */
  readonly throttling: number;
  readonly onLaunched: (instance: FakeInstance) => void;
  readonly onTurn: (instance: FakeInstance, turn: Turn) => void;
  readonly onEnded: (instance: FakeInstance) => void;
};

export function createFakeEc2(options: Ec2Options): FakeEc2 {
  const { clock, seed } = options;
  const instances = new Map<string, FakeInstance>();
  const byToken = new Map<string, FakeInstance>();
  const random = randomStream(seed, 'ec2');

  function end(instance: FakeInstance, cause: EndCause): void {
    if (instance.endedAt !== null) return;
    instance.endedAt = clock.now();
    instance.endCause = cause;
    instance.turns.length = 0;
    options.onEnded(instance);
  }

  function adopt(instance: FakeInstance): void {
    instances.set(instance.instanceId, instance);
    byToken.set(instance.launchId, instance);
  }

  return {
    instances,
    adopt,
    end,

    async launch(request) {
      throttle(random, options.throttling);
      const known = byToken.get(request.launchId);
      if (known) return { kind: 'launched', instance: describeInstance(sameRequest(known, request), clock.now()) };
      const offering = choose(request, options.capacity, clock.now());
      if (!offering) return noCapacity(request);
      const launchRandom = randomStream(seed, `instance/${request.launchId}`);
      const { life } = options;
      const instance = newInstance(offering, { ...request, launchedAt: clock.now(), random: launchRandom, life });
      adopt(instance);
      options.onLaunched(instance);
      await clock.sleep(Math.round(random.between(900, 2_500)));
      return { kind: 'launched', instance: describeInstance(instance, clock.now()) };
    },

    async listInstances() {
      throttle(random, options.throttling);
      const now = clock.now();
      const shown: Instance[] = [];
      for (const instance of instances.values()) if (instance.shownAt <= now) shown.push(describeInstance(instance, now));
      return shown;
    },

    async terminate(instanceIds) {
      throttle(random, options.throttling);
      for (const id of instanceIds) {
        const instance = instances.get(id);
        if (instance) end(instance, 'asked');
      }
    },

    async pricePerHourUsd(offering) {
      return pricePerHourUsd(offering);
    },

    // Prices of this world do not move.
    async spotPriceInForce(offering) {
      return { pricePerHourUsd: pricePerHourUsd({ ...offering, capacityType: 'spot' }), since: 0 };
    },

    step(until) {
      for (const instance of instances.values()) {
        if (instance.endedAt !== null && instance.endedAt + SHOWN_AFTER_END_MILLISECONDS < until) {
          instances.delete(instance.instanceId);
          byToken.delete(instance.launchId);
        }
        while ((instance.turns[0]?.at ?? Number.POSITIVE_INFINITY) < until) begin(instance, instance.turns.shift() as Turn);
      }
    },
  };

  function begin(instance: FakeInstance, turn: Turn): void {
    clock.schedule(turn.at, () => {
      if (instance.endedAt === null) options.onTurn(instance, turn);
    });
  }
}

function throttle(random: Random, probability: number): void {
  if (probability === 0 || !random.chance(probability)) return;
  throw new ComputeError('throttled', 'RequestLimitExceeded', 'Request limit exceeded.');
}

function sameRequest(instance: FakeInstance, { zone, capacityType }: LaunchRequest): FakeInstance {
  if (instance.zone === zone && instance.capacityType === capacityType) return instance;
  throw new ComputeError(
    'invalid',
    'IdempotentParameterMismatch',
    `The client token was used before with ${instance.zone} and ${instance.capacityType}.`,
  );
}

function noCapacity({ zone, capacityType }: LaunchRequest) {
  return {
    kind: 'unavailable',
    code: 'InsufficientInstanceCapacity',
    message: `There is no ${capacityType === 'spot' ? 'Spot' : 'On-Demand'} capacity available in ${zone}.`,
  } as const;
}

/** On-Demand: the lowest price. Spot, as price-capacity-optimized: the lowest price weighed by how soon it is taken back. */
function choose(request: LaunchRequest, capacity: Capacity, now: number): Offering | undefined {
  const { zone, capacityType } = request;
  let best: Offering | undefined;
  let bestScore = Number.POSITIVE_INFINITY;
  for (const instanceType of request.instanceTypes) {
    if (!isOffered(instanceType)) {
      throw new ComputeError('invalid', 'InvalidParameterValue', `The instance type ${instanceType} is not known here.`);
    }
    const offering = { instanceType, zone, capacityType };
    if (!capacity.isAvailable(offering, now)) continue;
    const risk = capacityType === 'spot' ? 1 + (30 * 24) / meanHoursToInterruption(instanceType) : 1;
    const score = pricePerHourUsd(offering) * risk;
    if (score < bestScore) [best, bestScore] = [offering, score];
  }
  return best;
}
