import { defaultPolicy, policySchema } from '@smartscale/events';
import { describe, expect, it } from 'vitest';
import { disruptionObjection } from './disruptions.ts';
import { emptyFleet, type FleetState, type Worker } from './fleet-state.ts';

const NOON = Date.parse('2026-11-24T12:00:00.000Z');

function fleetWith(...leaving: readonly (readonly ['draining' | 'drained' | 'joined', string])[]): FleetState {
  const workers = leaving.map(([status, cause], index) => [`i-${index}`, { instanceId: `i-${index}`, status, cause }]);
  return { ...emptyFleet, workers: Object.fromEntries(workers) as Record<string, Worker> };
}

describe('the disruption budget', () => {
  const objection = (state: FleetState, disruption: object = {}) =>
    disruptionObjection(state, policySchema.parse({ disruption }), NOON);

  it('has room for one worker by default', () => {
    expect(disruptionObjection(emptyFleet, defaultPolicy(), NOON)).toBeNull();
    expect(objection(fleetWith(['joined', '']))).toBeNull();
    expect(objection(fleetWith(['draining', 'repair']))).toBe('1 worker is being drained by choice, 1 at once may be');
    expect(objection(fleetWith(['drained', 'scale-down']))).not.toBeNull();
  });

  it('is that of the policy', () => {
    const two = fleetWith(['draining', 'repair'], ['draining', 'scale-down']);
    expect(objection(two, { maxWorkers: 3 })).toBeNull();
    expect(objection(two, { maxWorkers: 2 })).toBe('2 workers are being drained by choice, 2 at once may be');
    expect(objection(emptyFleet, { maxWorkers: 0 })).toBe('the policy lets no worker be disrupted by choice');
  });

  it('does not count what is not our choice', () => {
    expect(objection(fleetWith(['draining', 'interruption'], ['drained', 'join-timeout']))).toBeNull();
  });

  it('is shut outside its hours', () => {
    expect(objection(emptyFleet, { windows: [{ from: '12:00', to: '13:00' }] })).toBeNull();
    expect(objection(emptyFleet, { windows: [{ from: '13:00', to: '12:00' }] })).toContain('it is tue 12:00 (UTC)');
  });
});
