import type { Policy } from '@smartscale/events';
import type { FakeInstance } from '../world/ec2/fake-instance.ts';
import type { WorkerView } from '../world/worker-view.ts';
import { createViolations, type Patience, patience, type Violations } from './watch.ts';

/** How long a rule may be broken, in minutes, while the fleet is on its way back to it. */
const MAY_LAST = {
  aboveMax: 4,
  belowMin: 15,
  belowOnDemandBase: 30,
  cordoned: 30,
  launching: 15,
  orphan: 15,
} as const;

/** Launch ids remembered, to find a second instance for one of them. */
const REMEMBERED_LAUNCHES = 5_000;

export type FleetChecker = {
  readonly violations: Violations;
  launched(instance: FakeInstance): void;
  /** Once a minute, with all instances alive and all nodes of the cluster. */
  minute(workers: readonly WorkerView[], now: number): void;
};

/** Checks the fleet from outside: it reads the world's instances and nodes, and nothing that the services say of them. */
export function createFleetChecker(policy: Policy, violations: Violations = createViolations()): FleetChecker {
  const launches = new Set<string>();
  const watches = fleetWatches(policy);
  const byWorker = new Map<string, { readonly watches: readonly Watch<WorkerView>[] }>();

  function report<Subject>(watch: Watch<Subject>, subject: Subject, now: number): void {
    const detail = watch.patience.observe(watch.wrong(subject, now), now);
    if (detail !== null) violations.add({ invariant: watch.invariant, at: now, detail });
  }

  return {
    violations,
    launched({ launchId, instanceId, launchedAt }) {
      if (launches.has(launchId)) {
        violations.add({
          invariant: 'one-instance-per-launch',
          at: launchedAt,
          detail: `${launchId} started ${instanceId}, too`,
        });
      }
      launches.add(launchId);
      if (launches.size > REMEMBERED_LAUNCHES) launches.delete(launches.values().next().value as string);
    },
    minute(workers, now) {
      for (const watch of watches) report(watch, workers, now);
      for (const worker of workers) {
        let known = byWorker.get(worker.instanceId);
        if (!known) {
          known = { watches: workerWatches() };
          byWorker.set(worker.instanceId, known);
        }
        for (const watch of known.watches) report(watch, worker, now);
      }
      if (byWorker.size > workers.length) forgetOthers(byWorker, workers);
    },
  };
}

type Watch<Subject> = {
  readonly invariant: string;
  readonly patience: Patience;
  /** What is wrong, or null. */
  readonly wrong: (subject: Subject, now: number) => string | null;
};

function fleetWatches({ workers: size, mix }: Policy): readonly Watch<readonly WorkerView[]>[] {
  const staying = (workers: readonly WorkerView[]) => workers.filter(isStaying);
  return [
    {
      invariant: 'at-most-max-workers',
      patience: patience(MAY_LAST.aboveMax),
      wrong(workers) {
        const count = staying(workers).length;
        return count > size.max ? `${count} workers, at most ${size.max} are allowed` : null;
      },
    },
    {
      invariant: 'at-least-min-workers',
      patience: patience(MAY_LAST.belowMin),
      wrong(workers) {
        const count = staying(workers).length;
        return count < size.min ? `${count} workers, at least ${size.min} are needed` : null;
      },
    },
    {
      invariant: 'on-demand-base',
      patience: patience(MAY_LAST.belowOnDemandBase),
      wrong(workers) {
        const kept = staying(workers);
        const onDemand = kept.filter(({ capacityType }) => capacityType === 'on-demand').length;
        const base = Math.min(mix.onDemandBase, kept.length);
        return onDemand < base ? `${onDemand} On-Demand workers of ${kept.length}, ${base} are the base` : null;
      },
    },
  ];
}

function workerWatches(): readonly Watch<WorkerView>[] {
  return [
    {
      invariant: 'no-worker-cordoned-for-long',
      patience: patience(MAY_LAST.cordoned),
      wrong: ({ instanceId, cordoned }) => (cordoned ? `${instanceId} cordoned` : null),
    },
    {
      invariant: 'every-launch-ends',
      patience: patience(MAY_LAST.launching),
      wrong: ({ instanceId, ended, hasNode, ready }) =>
        !ended && !(hasNode && ready) ? `${instanceId} running without being Ready` : null,
    },
    {
      invariant: 'no-node-without-instance',
      patience: patience(MAY_LAST.orphan),
      wrong: ({ instanceId, ended, hasNode }) => (ended && hasNode ? `a Node of ${instanceId}, which is gone,` : null),
    },
  ];
}

function isStaying({ ended, cordoned, atRisk }: WorkerView): boolean {
  return !ended && (!cordoned || atRisk);
}

function forgetOthers(byWorker: Map<string, unknown>, workers: readonly WorkerView[]): void {
  const present = new Set(workers.map(({ instanceId }) => instanceId));
  for (const instanceId of byWorker.keys()) if (!present.has(instanceId)) byWorker.delete(instanceId);
}
