import type { fleet } from '@smartscale/projections';
import { describe, expect, it } from 'vitest';
import { after } from './after.ts';
import { fleetDecider } from './decider.ts';
import { workersNow } from './refusals.ts';
import { at, drainingWorker, fleetOf, launchedWorker, NOW, operation, policy, policyWith, worker } from './testing/fleets.ts';

const four = [
  ...[worker('i-1', 'a on-demand'), worker('i-2', 'b on-demand')],
  ...[worker('i-3', 'c spot'), worker('i-4', 'c spot')],
];
const lose = (state: fleet.FleetState, ids: readonly string[], rules = policy) =>
  fleetDecider.decide(
    {
      ...{ kind: 'record-facts', policy: rules, now: NOW },
      facts: ids.map((instanceId) => ({
        type: 'NodeLost',
        data: { instanceId, lostAt: at(0), aliveSeconds: 1, evidence: 'EC2 shows it as terminated' },
      })),
    },
    state,
  );
const planned = (...given: Parameters<typeof lose>) => lose(...given).filter((event) => event.type === 'ScalePlanned');

describe('workers that are lost', () => {
  it('are replaced in the append that says so, by what the mix lacks', () => {
    const events = lose(fleetOf(four), ['i-1']);
    expect(events.map(({ type }) => type)).toEqual(['NodeLost', 'ScalePlanned']);
    expect(events[1]).toMatchObject({
      data: {
        ...{
          cause: 'replacement',
          decisionPosition: null,
          reason: 'in place of i-1, which has gone',
          workersBefore: 4,
          victims: [],
        },
        launches: [{ capacityType: 'on-demand', replaces: 'i-1' }],
      },
    });
    expect(workersNow(after(fleetOf(four), events, NOW))).toBe(4);
  });

  it('with their whole zone are replaced together, in the others', () => {
    const [plan] = planned(fleetOf(four), ['i-3', 'i-4']);
    expect(plan?.data.launches.map(({ zone }) => zone)).not.toContain('c');
    expect(plan?.data).toMatchObject({ reason: 'in place of 2 workers that have gone', launches: { length: 2 } });
  });

  it.each([
    ['it had not joined', [...four, launchedWorker('i-9', { joinBy: at(100) })], {}],
    ['it is not in the fleet', four, {}],
    [
      'a repair exchanges it',
      [...four, worker('i-9', 'a spot')],
      { operations: [operation({ cause: 'repair', decisionPosition: null, joining: ['i-8'], leaving: ['i-9'] })] },
    ],
    [
      'its stand-in takes its place',
      [
        ...[...four, { ...worker('i-9', 'a spot'), atRisk: { warningId: 'w', until: at(99) } }],
        { ...worker('i-8', 'a spot'), replaces: 'i-9' },
      ],
      {},
    ],
    [
      'it stood in for one at risk, which counts again',
      [
        ...[...four, { ...worker('i-8', 'a spot'), atRisk: { warningId: 'w', until: at(99) } }],
        { ...worker('i-9', 'a spot'), replaces: 'i-8' },
      ],
      {},
    ],
  ])('one is not replaced when %s', (_, workers, change) => {
    expect(planned(fleetOf(workers, change), ['i-9'])).toEqual([]);
  });

  it('one that went for a repair at the maximum is replaced when it has gone, unless its stand-in is there', () => {
    const going = drainingWorker('i-5', { cause: 'repair', deadline: at(300) });
    const exchange = operation({ cause: 'repair', decisionPosition: null, leaving: ['i-5'] });
    const gone = { instanceId: 'i-5', cause: 'repair', terminatedAt: at(0), aliveSeconds: 1 } as const;
    const end = (workers: readonly fleet.Worker[]) =>
      fleetDecider
        .decide(
          { kind: 'record-facts', policy, now: NOW, facts: [{ type: 'NodeTerminated', data: gone }] },
          fleetOf([...workers, going], { operations: [exchange] }),
        )
        .map(({ type }) => type);
    expect(end(four)).toEqual(['NodeTerminated', 'ScalePlanned', 'ScaleCompleted']);
    expect(end([...four, { ...worker('i-6', 'a spot'), replaces: 'i-5' }])).toEqual(['NodeTerminated', 'ScaleCompleted']);
  });

  it('are not replaced beyond the maximum', () => {
    const risky = { ...worker('i-5', 'a spot'), atRisk: { warningId: 'w', until: at(99) } };
    const state = fleetOf([...four, risky, { ...worker('i-6', 'a spot'), replaces: 'i-5' }]);
    expect(planned(state, ['i-3', 'i-4'], policyWith({ workers: { min: 2, max: 5 } }))[0]?.data.launches).toHaveLength(1);
  });
});
