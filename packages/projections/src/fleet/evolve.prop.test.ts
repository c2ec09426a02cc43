import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { countFleet, emptyFleet, evolveFleet, type FleetEvent, type FleetState } from './index.ts';

const TIME = '2026-11-24T12:00:00.000Z';
const ids = ['i-1', 'i-2', 'i-3', 'i-4'] as const;
const id = fc.constantFrom(...ids);

/** Any events about few instances, in any order: most of them out of place. */
const event: fc.Arbitrary<FleetEvent> = fc.oneof(
  fc
    .tuple(id, fc.constantFrom(null, ...ids))
    .map(([instanceId, replaces]) => dated('NodeLaunched', { ...launchOf(instanceId), replaces })),
  id.map((instanceId) => dated('NodeJoined', { instanceId, nodeName: instanceId, afterSeconds: 1 })),
  id.map((instanceId) => dated('NodeJoinTimedOut', { instanceId, afterSeconds: 1 })),
  fc
    .tuple(id, fc.constantFrom('scale-down', 'interruption'))
    .map(([instanceId, cause]) => dated('NodeDrainStarted', { instanceId, cause, startedAt: TIME, deadline: TIME })),
  id.map((instanceId) => dated('NodeDrained', { instanceId, evictedPods: 0, forcedPods: 0, seconds: 0 })),
  id.map((instanceId) => dated('NodeDrainFailed', { instanceId, message: '', blockedBy: [] })),
  id.map((instanceId) => dated('NodeTerminated', { instanceId, cause: 'scale-down', terminatedAt: TIME, aliveSeconds: 0 })),
  id.map((instanceId) => dated('NodeLost', { instanceId, lostAt: TIME, aliveSeconds: 0, evidence: '' })),
  id.map((instanceId) => dated('NodeAtRisk', { instanceId, warningId: 'w', until: TIME })),
  id.map((instanceId) => dated('NodeRiskPassed', { instanceId })),
  id.map((instanceId) => dated('LaunchFailed', { ...launchOf(instanceId), code: 'X', message: '', attempts: 1 })),
);

function dated(type: FleetEvent['type'], data: unknown): FleetEvent {
  return { type, data, occurredAt: TIME } as FleetEvent;
}

function launchOf(instanceId: string) {
  const place = { zone: 'a', capacityType: 'spot', instanceType: 't3.medium' };
  const facts = { launchId: `launch-${instanceId}`, instanceId, nodeName: instanceId, cause: 'scale-up', ...place };
  return { ...facts, pricePerHourUsd: 1, launchedAt: TIME, joinBy: TIME, replaces: null };
}

/** Two of the instances are to be launched, a third one is to go. */
const plan = dated('ScalePlanned', {
  ...{ operationId: 'op', decisionPosition: 1, cause: 'scale-up', reason: '', workersBefore: 1, victims: ['i-3'] },
  launches: ['i-1', 'i-2'].map((instanceId) => ({
    launchId: `launch-${instanceId}`,
    zone: 'a',
    capacityType: 'spot',
    replaces: null,
  })),
});
const victim = [launchOf('i-3')].flatMap((launch) => [
  dated('NodeLaunched', launch),
  dated('NodeJoined', { instanceId: 'i-3', nodeName: 'i-3', afterSeconds: 1 }),
]);

function fold(events: readonly FleetEvent[], from: FleetState = emptyFleet): FleetState {
  return events.reduce(evolveFleet, from);
}

it('every part of an operation is in exactly one place, whatever happens', () => {
  fc.assert(
    fc.property(fc.array(event, { maxLength: 40 }), (events) => {
      const [operation] = fold(events, fold([...victim, plan])).operations;
      if (!operation) throw new Error('only ScaleCompleted ends an operation');
      const { pending, joining, leaving, added, removed, failed } = operation;
      expect(pending.length + joining.length + leaving.length + added.length + removed.length + failed).toBe(3);
    }),
  );
});

it('an operation waits for nobody once every instance is gone and every launch has failed or come', () => {
  const ends = ids.flatMap((instanceId) => [
    dated('LaunchFailed', { ...launchOf(instanceId), code: 'X', message: '', attempts: 1 }),
    dated('NodeLost', { instanceId, lostAt: TIME, aliveSeconds: 0, evidence: '' }),
  ]);
  fc.assert(
    fc.property(fc.array(event, { maxLength: 40 }), (events) => {
      const state = fold([...victim, plan, ...events, ...ends]);
      expect(state.workers).toEqual({});
      expect(state.operations).toMatchObject([{ pending: [], joining: [], leaving: [] }]);
    }),
  );
});

it('counts every worker once', () => {
  fc.assert(
    fc.property(fc.array(event, { maxLength: 40 }), (events) => {
      const state = fold(events);
      const { joined, coming, leaving, covered } = countFleet(state);
      expect(joined + coming + leaving + covered).toBe(Object.keys(state.workers).length);
    }),
  );
});

it('goes on from a snapshot as if it had never stopped', () => {
  fc.assert(
    fc.property(fc.array(event, { maxLength: 30 }), fc.array(event, { maxLength: 30 }), (before, since) => {
      const kept = JSON.parse(JSON.stringify(fold([plan, ...before]))) as FleetState;
      expect(fold(since, kept)).toEqual(fold([plan, ...before, ...since]));
    }),
  );
});
