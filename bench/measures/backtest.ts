import { readFileSync } from 'node:fs';
import { backtest, CONTENDER_NAMES, contenderOf } from '@smartscale/backtest';
import { type Demand, demandAt, demandFromTrace, parseTrace } from '@smartscale/backtest/traces';
import { SHIPPED_TRACES } from '@smartscale/simulator';
import { type Figure, type Measure, round } from '../measure.ts';

const MINUTES_PER_DAY = 1_440;
const MONTH_DAYS = 30;
const LONG_DAYS = 258;
const MONTH_GOAL_SECONDS = 1;
const LONG_GOAL_SECONDS = 5;
const SETTINGS = { min: 2, max: 10, price: 100, sampleAgeMinutes: 0, usdPerWorkerHour: 0.0448 };

/** All policies side by side over a month and over 258 days of minutes, and how the newsvendor stands against the best target in hindsight. */
export const backtests: Measure = {
  name: 'backtest',
  async run({ quick }) {
    const demands = Object.entries(SHIPPED_TRACES).map(([name, file]) =>
      demandFromTrace(parseTrace(readFileSync(file, 'utf8'), { name }), { maxWorkers: SETTINGS.max }),
    );
    const [first] = demands;
    if (!first) throw new Error('there is no shipped trace');
    const lengths = quick
      ? ([[MONTH_DAYS, MONTH_GOAL_SECONDS]] as const)
      : ([
          [MONTH_DAYS, MONTH_GOAL_SECONDS],
          [LONG_DAYS, LONG_GOAL_SECONDS],
        ] as const);
    const timed: Figure[] = [];
    for (const [days, goal] of lengths) {
      const demand = repeated(first, days);
      const seconds = computingSecondsOf(() => backtest(demand, { ...SETTINGS, policies: contenders() }));
      timed.push({
        ...{
          name: `all policies on ${days} days of minutes`,
          value: round(seconds),
          unit: 'seconds of computing',
          against: 'a limit',
        },
        ...{ goal: `${goal} or less`, holds: seconds <= goal, timing: true },
      });
    }
    return [...timed, ...demands.flatMap(standing)];
  },
};

/** Of this process, compiler and collector included: the clock would measure who else is busy on the machine. */
function computingSecondsOf(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000_000;
}

function contenders() {
  return CONTENDER_NAMES.map((name) => contenderOf(name.replace('-N', '-5'))).filter((policy) => policy !== null);
}

function standing(demand: Demand): Figure[] {
  const { policies } = backtest(demand, { ...SETTINGS, policies: contenders() });
  const [ours, tuned] = ['newsvendor', 'target-tuned'].map((name) => policies.find((policy) => policy.name === name));
  if (!ours || !tuned) throw new Error('a policy was not played');
  return (['score20', 'score100'] as const).map((score) => ({
    ...{ name: `${score} of the newsvendor on ${demand.name}`, value: round(ours[score], 3), unit: "of the clairvoyant's" },
    ...{ against: `the best target in hindsight (${round(tuned[score], 3)})`, goal: 'no more than that' },
    ...{ holds: ours[score] <= tuned[score], timing: false },
  }));
}

function repeated(demand: Demand, days: number): Demand {
  return { ...demand, workers: Float64Array.from({ length: days * MINUTES_PER_DAY }, (_, minute) => demandAt(demand, minute)) };
}
