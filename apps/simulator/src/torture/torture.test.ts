import { describe, expect, it } from 'vitest';
import { play } from './play.ts';
import type { Sabotage } from './sabotage.ts';
import { type Fault, type Scenario, scenarioOf } from './scenario.ts';
import { shrink } from './shrink.ts';
import { torture } from './torture.ts';

/** A service that loses the record of what it told people of lost workers. */
const silentOnLoss: Sabotage = {
  services: ({ store }) => ({
    store: {
      ...store,
      append: (stream, events, options) => {
        const [first] = events;
        const isOnLoss = first?.type === 'NoticeSent' && first.data.causeType === 'NodeLost';
        return isOnLoss ? Promise.resolve([]) : store.append(stream, events, options);
      },
    },
  }),
};

const kill: Fault = { id: 90, kind: 'kills', from: 300, until: 301, percent: 100, amount: 1, variant: '' };

describe('torture', () => {
  it('of a few hostile days breaks nothing', async () => {
    const { failures, seeds, days, faultsInjected, faultsByKind } = await torture({ seeds: [1, 2, 3], days: 1 });
    expect(failures).toEqual([]);
    expect({ seeds, days }).toEqual({ seeds: 3, days: 3 });
    expect(faultsInjected).toBeGreaterThan(100);
    expect(Object.values(faultsByKind).reduce((sum, count) => sum + count)).toBe(faultsInjected);
  }, 120_000);

  it('comes to the same in threads', async () => {
    const given = { seeds: [5, 6, 7], days: 0.25 };
    expect(await torture({ ...given, parallel: 2 })).toEqual(await torture(given));
  }, 120_000);

  it('ends at the signal with what was played until then', async () => {
    const controller = new AbortController();
    const onSeed = () => controller.abort();
    const { seeds } = await torture({ seeds: [5, 6, 7], days: 0.1, signal: controller.signal, onSeed });
    expect(seeds).toBe(1);
  }, 60_000);
});

describe('a story', () => {
  it('is the same each time, to the event', async () => {
    const tellers = await Promise.all([1, 2].map(() => toldOf(scenarioOf(9, 0.5))));
    expect(tellers[0]?.length).toBeGreaterThan(400);
    expect(tellers[1]).toEqual(tellers[0]);
  }, 120_000);

  it('that fails is shrunk to the faults that matter, and fails again at the same moment', async () => {
    const { faults, ...rest } = scenarioOf(11, 0.5);
    const scenario = { ...rest, faults: [...faults.filter(({ kind }) => kind !== 'kills'), kill] };
    const options = { sabotage: silentOnLoss };
    const [violation] = (await play(scenario, options)).violations;
    if (!violation) throw new Error('the seeded bug does not show');
    const shrunk = await shrink(scenario, violation, { ...options, mostPlays: 40 });
    expect(shrunk.scenario.faults.map(({ kind }) => kind)).toEqual(['kills']);
    expect(shrunk.scenario.minutes).toBeLessThan(scenario.minutes);
    const again = await play(shrunk.scenario, options);
    expect(again.violations).toContainEqual(shrunk.violation);
  }, 120_000);
});

async function toldOf(scenario: Scenario): Promise<readonly string[]> {
  const lines: string[] = [];
  await play(scenario, { tell: (line) => void lines.push(JSON.stringify(line)) });
  return lines;
}
