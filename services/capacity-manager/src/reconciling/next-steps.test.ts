import type { ClusterNode } from '@smartscale/kubernetes';
import type { fleet } from '@smartscale/projections';
import { describe, expect, it } from 'vitest';
import type { Instance } from '../ports.ts';
import {
  at,
  drainedWorker,
  drainingWorker,
  fleetOf,
  launchedWorker,
  NOW,
  operation,
  plannedLaunch,
  policyWith,
  worker,
} from '../testing/fleets.ts';
import { nextSteps, type Step } from './next-steps.ts';

const policy = policyWith({});
const server = node('server', { instanceId: null, isServer: true });

function instance(instanceId: string, change: Partial<Instance> = {}): Instance {
  return {
    ...{ instanceId, launchId: `launch-${instanceId}`, zone: 'a', capacityType: 'spot', instanceType: 't3.medium' },
    ...{ state: 'running', launchedAt: NOW - 60_000, ...change },
  };
}

function node(instanceId: string, change: Partial<ClusterNode> = {}): ClusterNode {
  return {
    ...{ name: `worker-${instanceId}`, instanceId, zone: 'a', ready: true, cordoned: false, cordonedFor: null },
    ...{ isServer: false, createdAt: NOW - 60_000, ...change },
  };
}

/** Steps as short text: `record NodeJoined i-1`, `terminate i-1`. */
function steps(state: fleet.FleetState, instances: readonly Instance[], nodes: readonly ClusterNode[] = []): readonly string[] {
  const observed = { instances, nodes: [server, ...nodes] };
  return nextSteps(state, observed, { policy, now: NOW }).map(describeStep);
}

function describeStep(step: Step): string {
  switch (step.kind) {
    case 'record':
      return `record ${step.fact.type}`;
    case 'adopt':
      return `adopt ${step.instance.instanceId}`;
    case 'launch':
      return `launch ${step.launch.launchId}`;
    case 'reap':
      return `reap ${step.instanceId} ${step.why}`;
    case 'terminate':
    case 'end-drain':
      return `${step.kind} ${step.worker.instanceId}`;
    case 'exchange-due':
      return `exchange-due ${step.instanceId}`;
    case 'cordon':
    case 'uncordon':
    case 'delete-node':
      return `${step.kind} ${step.nodeName}`;
    case 'begin-exchange':
      return `begin-exchange ${step.operationId}`;
    case 'repair-mix':
    case 'close-operations':
      return step.kind;
  }
}

it('is nothing when stream, EC2 and cluster agree', () => {
  const state = fleetOf([worker('i-1', 'a on-demand'), worker('i-2', 'b spot'), drainingWorker('i-3', { deadline: at(10) })]);
  expect(
    steps(
      state,
      ['i-1', 'i-2', 'i-3'].map((id) => instance(id)),
      ['i-1', 'i-2', 'i-3'].map((id) => node(id)),
    ),
  ).toEqual([]);
});

describe('a launched worker', () => {
  const state = (joinBy: string) => fleetOf([launchedWorker('i-1', { joinBy })]);

  it('has joined when its node is Ready, even after its time', () => {
    expect(steps(state(at(100)), [instance('i-1')], [node('i-1')])).toEqual(['record NodeJoined']);
    expect(steps(state(at(-100)), [instance('i-1')], [node('i-1')])).toEqual(['record NodeJoined']);
  });

  it('has not joined with a node that is not Ready', () => {
    expect(steps(state(at(100)), [instance('i-1')], [node('i-1', { ready: false })])).toEqual([]);
  });

  it('is dropped, with its offering, once its time has run out, not before', () => {
    const dropped = ['record NodeJoinTimedOut', 'record OfferingFailed', 'terminate i-1'];
    expect(steps(state(at(-0.001)), [instance('i-1')])).toEqual(dropped);
    expect(steps(state(at(0)), [instance('i-1')])).toEqual([]);
  });

  it('that EC2 does not list yet is left to its join time-out', () => {
    expect(steps(state(at(1)), [])).toEqual([]);
    expect(steps(state(at(-1)), [])).toContain('terminate i-1');
  });

  it('is lost when EC2 shows it as terminated', () => {
    expect(steps(state(at(100)), [instance('i-1', { state: 'terminated' })])).toEqual(['record NodeLost']);
  });
});

describe('a worker whose time to join was over', () => {
  const late = { ...worker('i-1', 'a spot'), status: 'drained', cause: 'join-timeout', drainedAt: at(-100) } as const;

  it('is terminated as long as its node is not Ready', () => {
    expect(steps(fleetOf([late]), [instance('i-1')])).toEqual(['terminate i-1']);
    expect(steps(fleetOf([late]), [instance('i-1')], [node('i-1', { ready: false })])).toEqual(['terminate i-1']);
  });

  it('has joined when its node is Ready, unless its machine is ending', () => {
    expect(steps(fleetOf([late]), [instance('i-1')], [node('i-1')])).toEqual(['record NodeJoined']);
    const ending = instance('i-1', { state: 'shutting-down' });
    expect(steps(fleetOf([late]), [ending], [node('i-1')])).toEqual(['record NodeTerminated']);
  });

  it('is left alone while the cluster gives no answer, unlike one that was drained', () => {
    const silent = (one: fleet.Worker) =>
      nextSteps(fleetOf([one]), { instances: [instance('i-1')], nodes: null }, { policy, now: NOW });
    expect(silent(late)).toEqual([]);
    expect(silent({ ...late, cause: 'scale-down' })).toMatchObject([{ kind: 'terminate' }]);
  });

  it('is terminated in a cluster without any node, of which no worker was ever seen', () => {
    expect(nextSteps(fleetOf([late]), { instances: [], nodes: [] }, { policy, now: NOW })).toMatchObject([
      { kind: 'terminate' },
    ]);
  });
});

describe('a joined worker', () => {
  const state = fleetOf([worker('i-1', 'a spot')]);

  it.each(['shutting-down', 'terminated', 'stopping', 'stopped'] as const)('is lost when EC2 shows it as %s', (shown) => {
    expect(steps(state, [instance('i-1', { state: shown })], [node('i-1')])).toEqual(['record NodeLost']);
  });

  it('that EC2 does not list is lost only if the cluster misses it too', () => {
    expect(steps(state, [], [node('i-1')])).toEqual([]);
    expect(steps(state, [], [node('i-1', { ready: false })])).toEqual(['record NodeLost']);
    expect(steps(state, [])).toEqual(['record NodeLost']);
  });

  it('is not lost when EC2 lists nothing and the cluster shows no node at all, not even its server', () => {
    expect(nextSteps(state, { instances: [], nodes: [] }, { policy, now: NOW })).toEqual([]);
  });

  it('that is so young that EC2 may not list it yet is not lost', () => {
    const young = (seconds: number) => fleetOf([worker('i-1', 'a spot', { launchedAt: at(-seconds) })]);
    expect(steps(young(60), [])).toEqual([]);
    expect(steps(young(61), [])).toEqual(['record NodeLost']);
  });

  it('is uncordoned when a scale-down of ours left it cordoned, but not when somebody else cordoned it', () => {
    const cordoned = (cordonedFor: string | null) => [node('i-1', { cordoned: true, cordonedFor })];
    expect(steps(state, [instance('i-1')], cordoned('scale-down'))).toEqual(['uncordon worker-i-1']);
    expect(steps(state, [instance('i-1')], cordoned('interruption'))).toEqual([]);
    expect(steps(state, [instance('i-1')], cordoned(null))).toEqual([]);
  });
});

describe('a draining worker', () => {
  const draining = (cause: fleet.DrainCause, deadline: string) => fleetOf([drainingWorker('i-1', { cause, deadline })]);

  it('of a scale-down is looked at a minute after its deadline, not before', () => {
    expect(steps(draining('scale-down', at(-60)), [instance('i-1')], [node('i-1')])).toEqual([]);
    expect(steps(draining('scale-down', at(-61)), [instance('i-1')], [node('i-1')])).toEqual(['end-drain i-1']);
  });

  it('of an interruption is terminated then: its time was up', () => {
    expect(steps(draining('interruption', at(-61)), [instance('i-1')], [node('i-1')])).toEqual(['terminate i-1']);
  });

  it('is terminated, not lost, when EC2 shows it as gone', () => {
    const gone = instance('i-1', { state: 'shutting-down' });
    expect(steps(draining('interruption', at(30)), [gone])).toEqual(['record NodeTerminated']);
  });
});

describe('a drained worker', () => {
  const state = fleetOf([drainedWorker('i-1')]);
  it('is terminated', () => expect(steps(state, [instance('i-1')])).toEqual(['terminate i-1']));
  it('is terminated when EC2 does not list it: asking twice harms nobody', () => {
    expect(steps(state, [])).toEqual(['terminate i-1']);
  });
  it('is recorded when EC2 shows that it was told to', () => {
    expect(steps(state, [instance('i-1', { state: 'shutting-down' })])).toEqual(['record NodeTerminated']);
  });
});

describe('an instance that the stream does not know', () => {
  it('is adopted', () => expect(steps(fleetOf([]), [instance('i-9', { launchId: null })])).toEqual(['adopt i-9']));
  it('is reaped when it was terminated a moment ago, and adopted again when it was lost', () => {
    const gone = (how: 'terminated' | 'lost') => fleetOf([], { departed: [{ instanceId: 'i-9', at: at(-5), how }] });
    expect(steps(gone('terminated'), [instance('i-9')])).toEqual(['reap i-9 terminated-before']);
    expect(steps(gone('lost'), [instance('i-9')])).toEqual(['adopt i-9']);
  });
  it('is reaped when it is stopped', () => {
    expect(steps(fleetOf([]), [instance('i-9', { state: 'stopped' })])).toEqual(['reap i-9 stopped']);
  });
  it('is reaped when its launch has a worker already, unless it carries pods by now', () => {
    const state = fleetOf([worker('i-1', 'a spot', { launchId: 'l' })]);
    const both = [instance('i-1', { launchId: 'l' }), instance('i-9', { launchId: 'l' })];
    expect(steps(state, both, [node('i-1')])).toEqual(['reap i-9 surplus']);
    const observed = { instances: both, nodes: [server, node('i-1'), node('i-9')] };
    expect(nextSteps(state, observed, { policy, now: NOW })).toMatchObject([{ kind: 'adopt', launchId: 'i-9' }]);
  });
  it('is left alone when it is gone', () => {
    expect(steps(fleetOf([]), [instance('i-9', { state: 'terminated' })])).toEqual([]);
  });
});

describe('a launch without a worker', () => {
  const pending = (plannedAt: string) =>
    fleetOf([], { operations: [operation({ plannedAt, pending: [plannedLaunch({ launchId: 'l', replaces: 'i-0' })] })] });

  it('belongs for a minute to whoever planned it', () => {
    expect(steps(pending(at(-59)), [])).toEqual([]);
    expect(steps(pending(at(-59)), [instance('i-9', { launchId: 'l' })])).toEqual([]);
  });

  it('is launched again after that', () => expect(steps(pending(at(-60)), [])).toEqual(['launch l']));

  it('is adopted when it has an instance after all, with what it replaces', () => {
    const observed = { instances: [instance('i-9', { launchId: 'l' })], nodes: [server] };
    expect(nextSteps(pending(at(-60)), observed, { policy, now: NOW })).toMatchObject([{ kind: 'adopt', replaces: 'i-0' }]);
  });

  it('has failed when its instance is gone already', () => {
    expect(steps(pending(at(-60)), [instance('i-9', { launchId: 'l', state: 'terminated' })])).toEqual(['record LaunchFailed']);
  });

  it('is given up when it is older than a join may take', () => {
    expect(steps(pending(at(-300)), [])).toEqual(['launch l']);
    expect(steps(pending(at(-301)), [])).toEqual(['record LaunchFailed']);
  });
});

it('closes an operation that waits for nothing', () => {
  expect(steps(fleetOf([], { operations: [operation()] }), [])).toEqual(['close-operations']);
});

describe('a Node object', () => {
  const nobody = fleetOf([]);
  it('is deleted once its instance is terminated, not while it shuts down', () => {
    expect(steps(nobody, [instance('i-9', { state: 'terminated' })], [node('i-9')])).toEqual(['delete-node worker-i-9']);
    expect(steps(nobody, [instance('i-9', { state: 'shutting-down' })], [node('i-9')])).toEqual([]);
  });
  it('whose instance EC2 does not list is deleted only if it is ours and not Ready', () => {
    const deleted = (change: object) => steps(nobody, [], [node('i-9', { ready: false, createdAt: NOW - 61_000, ...change })]);
    expect(deleted({})).toEqual(['delete-node worker-i-9']);
    expect(deleted({ ready: true })).toEqual([]);
    expect(deleted({ name: 'ip-10-0-0-9' })).toEqual([]);
    expect(deleted({ name: 'ip-10-0-0-9', cordonedFor: 'scale-down' })).toEqual(['delete-node ip-10-0-0-9']);
    expect(deleted({ createdAt: NOW - 60_000 }), 'too young').toEqual([]);
  });
  it('of the server, or without an instance, is never touched', () => {
    const gone = instance('i-9', { state: 'terminated' });
    expect(steps(nobody, [gone], [node('i-9', { isServer: true }), node('x', { instanceId: null })])).toEqual([]);
  });
});

describe('a mix that has drifted', () => {
  const ids = ['i-1', 'i-2', 'i-3', 'i-4'];
  const spots = ids.map((id) => worker(id, 'b spot'));
  const instances = ids.map((id) => instance(id));
  const nodes = ids.map((id) => node(id));

  it('is repaired when nothing else is to be said of the fleet', () => {
    expect(steps(fleetOf(spots), instances, nodes)).toEqual(['repair-mix']);
    expect(steps(fleetOf(spots), [...instances, instance('i-9')], nodes)).toEqual(['adopt i-9']);
  });

  it('lets a worker go when the one that it is exchanged for has joined', () => {
    const repair = (change: Partial<fleet.Operation>) =>
      fleetOf(spots, { operations: [operation({ cause: 'repair', decisionPosition: null, leaving: ['i-1'], ...change })] });
    expect(steps(repair({}), instances, nodes)).toEqual(['begin-exchange operation']);
    expect(steps(repair({ joining: ['i-4'] }), instances, nodes)).toEqual([]);
  });
});

describe('a machine whose node is gone from the cluster', () => {
  const joinedFor = (seconds: number) => ({ ...worker('i-1', 'a spot'), joinedAt: at(-seconds) }) as fleet.Worker;
  const others = ['i-2', 'i-3'];
  const seen = (state: fleet.FleetState, nodes = others.map((id) => node(id))) =>
    steps(
      state,
      Object.keys(state.workers).map((id) => instance(id)),
      nodes,
    );
  const fleetWith = (...workers: readonly fleet.Worker[]) =>
    fleetOf([...workers, ...others.map((id) => worker(id, 'b on-demand'))]);

  it('is ended ten minutes after it had joined', () => {
    expect(seen(fleetWith(joinedFor(600)))).toEqual(['reap i-1 no-node']);
    expect(seen(fleetWith(joinedFor(599)))).not.toContain('reap i-1 no-node');
  });

  it('is not when its node is there, Ready or not', () => {
    const nodes = [...others.map((id) => node(id)), node('i-1', { ready: false })];
    expect(seen(fleetWith(joinedFor(600)), nodes)).not.toContain('reap i-1 no-node');
  });

  it('is one at a time, and none when the cluster shows no node or gives no answer', () => {
    const two = fleetWith(joinedFor(600), { ...worker('i-0', 'a spot'), joinedAt: at(-600) } as fleet.Worker);
    expect(seen(two).filter((step) => step.includes('no-node'))).toHaveLength(1);
    const instances = ['i-0', 'i-1', 'i-2', 'i-3'].map((id) => instance(id));
    expect(nextSteps(two, { instances, nodes: [] }, { policy, now: NOW })).toEqual([]);
    expect(nextSteps(two, { instances, nodes: null }, { policy, now: NOW })).toEqual([]);
  });
});

describe('without an answer of the cluster', () => {
  const blind = (state: fleet.FleetState, instances: readonly Instance[]) =>
    nextSteps(state, { instances, nodes: null }, { policy, now: NOW }).map(({ kind }) => kind);

  it('nobody is late, second, gone or to be exchanged', () => {
    expect(blind(fleetOf([launchedWorker('i-1', { joinBy: at(-1) })]), [instance('i-1')])).toEqual([]);
    expect(blind(fleetOf([worker('i-1', 'a spot')]), [])).toEqual([]);
    const state = fleetOf([worker('i-1', 'a spot', { launchId: 'l' })]);
    expect(blind(state, [instance('i-1', { launchId: 'l' }), instance('i-9', { launchId: 'l' })])).toEqual([]);
    expect(
      blind(
        fleetOf(['i-1', 'i-2', 'i-3', 'i-4'].map((id) => worker(id, 'b spot'))),
        ['i-1', 'i-2', 'i-3', 'i-4'].map((id) => instance(id)),
      ),
    ).toEqual([]);
  });

  it('strangers are adopted, launches go on, and who is gone at EC2 is lost', () => {
    expect(blind(fleetOf([worker('i-1', 'a spot')]), [instance('i-1'), instance('i-9')])).toEqual(['adopt']);
    expect(blind(fleetOf([worker('i-1', 'a spot')]), [instance('i-1', { state: 'terminated' })])).toEqual(['record']);
    const planned = operation({ plannedAt: at(-60), pending: [plannedLaunch({ launchId: 'l' })] });
    expect(blind(fleetOf([], { operations: [planned] }), [])).toEqual(['launch']);
  });
});
