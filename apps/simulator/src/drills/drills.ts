import type { ComputePort } from '@smartscale/capacity-manager/handler';
import type { RuntimePorts, ServiceHandlers } from '@smartscale/runtime';
import type { ServicePorts } from '../simulation/services.ts';
import { outageNow } from '../torture/ports/hostile-prometheus.ts';
import { scarceEc2 } from '../torture/ports/scarce-ec2.ts';
import type { FakeInstance } from '../world/ec2/fake-instance.ts';
import type { OutageKind } from '../world/prometheus/outages.ts';
import type { World } from '../world/world.ts';
import { crashableHandlers, createCrash } from './crash.ts';
import { createLiveHostility } from './live-hostility.ts';

const SECOND = 1_000;
const NOTICE_SECONDS = 120;
const MOST_STRIKES = 200;

/** What is to happen to the world. */
export type DrillRequest =
  | { readonly drill: 'interrupt'; readonly instanceId: string }
  | { readonly drill: 'kill-zone'; readonly zone: string; readonly forSeconds: number }
  | { readonly drill: 'metrics-outage'; readonly forSeconds: number }
  /** No Spot capacity anywhere; and an instance is terminated by hand, so that somebody asks for some. */
  | { readonly drill: 'capacity-error'; readonly instanceId: string; readonly forSeconds: number }
  /** An instance is terminated by hand, and the function that launches another in its place dies before it can write that down. */
  | { readonly drill: 'crash'; readonly instanceId: string };

export type DrillBegun = {
  /** Epoch milliseconds by the world's clock. */
  readonly begunAt: number;
  /** Instances that were terminated, or will be. */
  readonly instanceIds: readonly string[];
};

/** What the world knows and no event tells. */
export type WorldReport = {
  readonly now: number;
  readonly strikes: readonly { readonly at: number; readonly what: string }[];
  /** At EC2, alive. */
  readonly instances: readonly { readonly instanceId: string; readonly launchId: string; readonly launchedAt: number }[];
};

/** A drill that cannot be done, as a sentence. */
export class DrillRefusedError extends Error {
  override readonly name = 'DrillRefusedError';
}

/** What people can have happen to a simulated fleet while it lives. */
export type Drills = {
  /** Throws DrillRefusedError; nothing has happened then. */
  begin(request: DrillRequest): DrillBegun;
  report(): WorldReport;
};

/** The drills of a world, and the places at which they reach into it. */
export type DrillGround = {
  /** For the world's Prometheus. */
  outageAt(): OutageKind | null;
  compute(world: World): ComputePort;
  handlers(ports: ServicePorts): ServiceHandlers;
  drillsOf(world: World): Drills;
};

export function prepareDrills({ seed, clock }: { seed: string | number; clock: RuntimePorts['clock'] }): DrillGround {
  const strikes: { at: number; what: string }[] = [];
  const tell = (what: string) => {
    strikes.push({ at: clock.now(), what });
    if (strikes.length > MOST_STRIKES) strikes.shift();
  };
  const hostility = createLiveHostility({ seed, now: clock.now, tell: (_, what) => tell(what) });
  const crash = createCrash();
  const lostUntil = new Map<string, number>();
  const isZoneLost = (zone: string) => clock.now() < (lostUntil.get(zone) ?? 0);

  return {
    outageAt: () => outageNow(hostility),
    compute: ({ ec2 }) => scarceEc2(ec2, hostility, isZoneLost),
    handlers: (ports) =>
      crashableHandlers(ports, { crash, onDeath: (name) => hostility.struck('crashes', `${name} died after the launch`) }),
    drillsOf(world) {
      const begun = (...instances: readonly FakeInstance[]): DrillBegun => ({
        begunAt: clock.now(),
        instanceIds: instances.map(({ instanceId }) => instanceId),
      });
      const after = (seconds: number) => clock.now() + seconds * SECOND;
      return {
        begin(request) {
          switch (request.drill) {
            case 'interrupt': {
              const instance = livingInstance(world, request.instanceId);
              const notice = { at: clock.now(), kind: 'notice' } as const;
              instance.turns.splice(0, instance.turns.length, notice, { at: after(NOTICE_SECONDS), kind: 'taken' });
              world.ec2.step(clock.now() + 1);
              return begun(instance);
            }
            case 'kill-zone': {
              const instances = alive(world).filter(({ zone }) => zone === request.zone);
              if (instances.length === 0) throw new DrillRefusedError(`no instance runs in ${request.zone}`);
              lostUntil.set(request.zone, after(request.forSeconds));
              for (const instance of instances) world.ec2.end(instance, 'zone-loss');
              return begun(...instances);
            }
            case 'metrics-outage':
              hostility.setOn('prometheus', after(request.forSeconds), { variant: 'silent' });
              return begun();
            case 'capacity-error': {
              const instance = livingInstance(world, request.instanceId);
              hostility.setOn('capacity-errors', after(request.forSeconds), { variant: 'spot' });
              world.ec2.end(instance, 'by-hand');
              return begun(instance);
            }
            case 'crash': {
              const instance = livingInstance(world, request.instanceId);
              crash.arm();
              world.ec2.end(instance, 'by-hand');
              return begun(instance);
            }
          }
        },
        report: () => ({
          now: clock.now(),
          strikes: [...strikes],
          instances: alive(world).map(({ instanceId, launchId, launchedAt }) => ({ instanceId, launchId, launchedAt })),
        }),
      };
    },
  };
}

function alive({ ec2 }: World): readonly FakeInstance[] {
  return [...ec2.instances.values()].filter(({ endedAt }) => endedAt === null);
}

function livingInstance(world: World, instanceId: string): FakeInstance {
  const instance = world.ec2.instances.get(instanceId);
  if (instance?.endedAt === null) return instance;
  throw new DrillRefusedError(`${instanceId} does not run: it has just ended, or never was`);
}
