import { describe, expect, it } from 'vitest';
import { emptyFleet, type FleetState, type Worker } from './fleet-state.ts';
import { offeringMark, withOfferingFailure, withOfferingSuccess } from './offering-memory.ts';

const START = Date.parse('2026-11-24T12:00:00.000Z');
const time = (seconds: number) => new Date(START + seconds * 1_000).toISOString();

const offering = { instanceType: 't3.medium', zone: 'a', capacityType: 'spot' } as const;
const failed =
  (seconds: number, change: object = {}) =>
  (state: FleetState) =>
    withOfferingFailure(state, { ...offering, code: 'JoinTimedOut', until: time(seconds + 180), ...change }, time(seconds));
const joined =
  (launchedAt: number, change: Partial<Worker> = {}) =>
  (state: FleetState) =>
    withOfferingSuccess(state, { ...offering, launchedAt: time(launchedAt), ...change } as Worker);
const after = (...steps: readonly ((state: FleetState) => FleetState)[]) =>
  steps.reduce((state, step) => step(state), emptyFleet);
const failures = (state: FleetState, seconds: number) => offeringMark(state, offering, time(seconds))?.failures;

describe('the failures of an offering', () => {
  it('are counted in a row', () => {
    expect(failures(after(failed(0), failed(300), failed(900)), 900)).toBe(3);
  });

  it('are forgotten when it has not failed for an hour since its mark ended', () => {
    expect(failures(after(failed(0)), 180 + 3_599)).toBe(1);
    expect(failures(after(failed(0)), 180 + 3_600)).toBeUndefined();
    expect(failures(after(failed(0), failed(180 + 3_600)), 3_780)).toBe(1);
  });

  it('are those of one type, zone and capacity type', () => {
    const others = [{ instanceType: 'm5.large' }, { instanceType: null }, { zone: 'b' }, { capacityType: 'on-demand' }];
    expect(failures(after(failed(0), ...others.map((other) => failed(1, other))), 2)).toBe(1);
  });

  it('end with a worker that joins and was launched since', () => {
    expect(failures(after(failed(0), joined(1)), 60)).toBeUndefined();
    expect(failures(after(failed(10), joined(9)), 60), 'launched before').toBe(1);
    expect(failures(after(failed(0), joined(1, { zone: 'b' })), 60), 'launched elsewhere').toBe(1);
  });

  it('of every type of a zone end with a worker of any type', () => {
    const whole = { ...offering, instanceType: null };
    const state = after(failed(0, { instanceType: null }), joined(1, { instanceType: 'm5.large' }));
    expect(offeringMark(state, whole, time(60))).toBeUndefined();
  });

  it('do not end with a worker that joins after an interruption: EC2 gave it before, too', () => {
    expect(failures(after(failed(0, { code: 'SpotInterruption' }), joined(1)), 60)).toBe(1);
  });

  it('are remembered of 500 offerings at most', () => {
    const many = Array.from({ length: 600 }, (_, index) => failed(0, { instanceType: `type-${index}` }));
    expect(after(...many).unavailable).toHaveLength(500);
  });
});
