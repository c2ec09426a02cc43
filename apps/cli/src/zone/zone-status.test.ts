import { policySchema } from '@smartscale/events';
import { emptyFleet, type FleetState, type Worker } from '@smartscale/projections/fleet';
import { expect, it } from 'vitest';
import { zoneStatuses } from './zone-status.ts';

const NOW = Date.parse('2026-11-24T12:00:00.000Z');
const until = '2026-11-24T14:00:00.000Z';
const worker = (instanceId: string, zone: string, status: string) => ({ instanceId, zone, status }) as Worker;

const workers = [worker('i-1', 'a', 'joined'), worker('i-2', 'a', 'launched'), worker('i-3', 'old', 'joined')];
const fleet: FleetState = {
  ...emptyFleet,
  workers: Object.fromEntries(workers.map((one) => [one.instanceId, one])),
  zoneShifts: ['b', 'c'].map((zone) => ({ zone, reason: 'lost', until, at: until, times: 1 })),
};
const zonesShiftedAway = [{ zone: 'c', until, drain: true, reason: 'packet loss' }];
const policy = policySchema.parse({ placement: { zones: ['a', 'b', 'c'], zonesShiftedAway } });

it('tells of each zone who is there, and who keeps new workers away: a command before its failures', () => {
  const open = { shiftedBy: null, why: null, until: null, drain: false };
  expect(zoneStatuses(policy, fleet, NOW)).toEqual([
    { zone: 'a', workers: 1, moving: 1, ...open },
    { zone: 'b', workers: 0, moving: 0, shiftedBy: 'failures', why: 'lost', until, drain: false },
    { zone: 'c', workers: 0, moving: 0, shiftedBy: 'command', why: 'packet loss', until, drain: true },
    { zone: 'old', workers: 1, moving: 0, ...open },
  ]);
});

it('tells nothing of what has ended', () => {
  expect(zoneStatuses(policy, fleet, Date.parse(until)).map(({ shiftedBy }) => shiftedBy)).toEqual([null, null, null, null]);
});
