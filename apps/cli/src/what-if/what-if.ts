import { figuresOf, type Outcome, type PolicyFigures, yardstickOf } from '@smartscale/backtest';
import { defaultPolicy, type Policy, toTimestamp } from '@smartscale/events';
import { linesOf, sumOf } from '@smartscale/projections/ledger';
import { ON_DEMAND_PRICES, regionOf } from '@smartscale/projections/prices';
import { newestOf, type RehearsalOptions, rehearse, SAMPLE_ASSUMPTIONS, type WorkerPrices } from '@smartscale/simulator';
import type { Adoption, ClusterRecord } from './record.ts';

const MINUTES_OF_A_DAY = 1_440;
const FREE_MACHINE = { diskUsdPerHour: 0, addressUsdPerHour: 0 };
/** Where neither the record nor the price list knows any of the policy's types. */
const UNKNOWN_USD_PER_HOUR = 0;

/** One line of the comparison. */
export type WhatIfFigures = Omit<PolicyFigures, 'name'>;

/** What a policy would have come to on recorded demand, beside what was in force and what really happened. */
export type WhatIf = {
  readonly from: string;
  readonly to: string;
  readonly days: number;
  readonly optimumWorkerHours: number;
  /** As it was, by the fleet's events, and by the ledger to the second for the whole range. */
  readonly recorded: WhatIfFigures & { readonly ledger: { readonly workerHours: number; readonly costUsd: number } };
  /** The policies that were in force, rehearsed: what `policy` is to be compared with. */
  readonly inForce: WhatIfFigures;
  readonly policy: WhatIfFigures;
  /** By how many percent the rehearsal of what was in force is off the record. */
  readonly modelErrorPercent: { readonly workerHours: number; readonly costUsd: number };
  /** `policy` over `inForce`, both rehearsed. */
  readonly changePercent: { readonly workerHours: number; readonly costUsd: number };
  readonly gaps: readonly { readonly from: string; readonly to: string }[];
  readonly assumptions: readonly string[];
};

/** Rehearses a policy and those that were in force over the same record. Pure. */
export function whatIf(record: ClusterRecord, policy: Policy): WhatIf {
  const { demand, gaps } = record.recorded;
  const adoptions =
    record.adoptions.length > 0 ? record.adoptions : [{ from: 0, adopted: { policy: defaultPolicy(), version: 0 } }];
  const rehearsals = rehearsalsOf(record, adoptions);
  const truth = record.fleet.outcomeOn(demand);
  const inForce = rehearsals.of(adoptions);
  const other = rehearsals.of([{ from: 0, adopted: { policy, version: (adoptions.at(-1)?.adopted.version ?? 0) + 1 } }]);
  const limits = lastOf(adoptions).adopted.policy.workers;
  const yardstick = yardstickOf(demand.workers, { ...limits, usdPerWorkerHour: rehearsals.prices['on-demand'] });
  const figures = (outcome: Outcome): WhatIfFigures => {
    const { name: _, ...rest } = figuresOf('', outcome, yardstick);
    return rest;
  };
  const [was, would, otherwise] = [figures(truth), figures(inForce), figures(other)];
  return {
    ...{ from: toTimestamp(demand.startAt), to: toTimestamp(endOf(record)), days: demand.workers.length / MINUTES_OF_A_DAY },
    optimumWorkerHours: yardstick.optimumWorkerHours,
    recorded: { ...was, ledger: ledgerOf(record) },
    inForce: would,
    policy: otherwise,
    modelErrorPercent: changeOf(would, was),
    changePercent: changeOf(otherwise, would),
    gaps: gaps.map(({ from, to }) => ({ from: toTimestamp(from), to: toTimestamp(to) })),
    assumptions: [...SAMPLE_ASSUMPTIONS, ...rehearsals.assumptions, ...aboutForecasts(record, policy, adoptions)],
  };
}

function rehearsalsOf(record: ClusterRecord, adoptions: readonly Adoption[]) {
  const { recorded, fleet, forecasts, learnt } = record;
  const { demand, intervalMinutes, sampleAgeSeconds } = recorded;
  const { prices, assumption } = pricesOf(record, lastOf(adoptions).adopted.policy);
  const { join, drain } = fleet.usualSecondsSince(demand.startAt);
  const first = adoptions.findLast(({ from }) => from <= demand.startAt) ?? adoptions[0];
  const least = first?.adopted.policy.workers.min ?? 0;
  const model = { workers: fleet.joinedAt(demand.startAt) || least, joinSeconds: join, drainSeconds: drain, prices };
  return {
    prices,
    assumptions: [`a worker joins in ${Math.round(join)} s and is gone ${Math.round(drain)} s after it is chosen`, assumption],
    of(policies: readonly Adoption[]): Outcome {
      const isPriced = policies.some(({ adopted }) => adopted.policy.sizing.by === 'price');
      const options: RehearsalOptions = {
        ...{ policyAt: inForceAt(policies), fleet: model, intervalMinutes, sampleAgeSeconds, isPriced },
        ...{ forecastAt: newestOf(forecasts), learnt: structuredClone(learnt) },
      };
      return rehearse(demand, options);
    },
  };
}

/** For rising moments. Before the first adoption the first one holds. */
function inForceAt(adoptions: readonly Adoption[]): RehearsalOptions['policyAt'] {
  let index = 0;
  return (moment) => {
    while ((adoptions[index + 1]?.from ?? Number.POSITIVE_INFINITY) <= moment) index += 1;
    return (adoptions[index] as Adoption).adopted;
  };
}

function ledgerOf({ ledger, recorded, ...record }: ClusterRecord): WhatIf['recorded']['ledger'] {
  const span = { from: recorded.demand.startAt, to: endOf({ recorded, ...record }) };
  const { hours, instanceUsd } = sumOf(linesOf(ledger, span, FREE_MACHINE));
  return { workerHours: hours, costUsd: instanceUsd };
}

/** What an hour of each capacity type cost on average in the record, by the ledger; else the price list. */
function pricesOf(record: ClusterRecord, policy: Policy): { readonly prices: WorkerPrices; readonly assumption: string } {
  const span = { from: record.recorded.demand.startAt, to: endOf(record) };
  const lines = linesOf(record.ledger, span, FREE_MACHINE);
  const average = (type: keyof WorkerPrices): number | null => {
    const { hours, unknownHours, instanceUsd } = sumOf(lines.filter(({ capacityType }) => capacityType === type));
    return hours > unknownHours ? instanceUsd / (hours - unknownHours) : null;
  };
  const list = ON_DEMAND_PRICES[regionOf(policy.placement.zones[0] ?? '')] ?? {};
  const listed = policy.placement.instanceTypes.map((type) => list[type]).find((price) => price !== undefined);
  const [seenOnDemand, seenSpot] = [average('on-demand'), average('spot')];
  const onDemand = seenOnDemand ?? listed ?? UNKNOWN_USD_PER_HOUR;
  const spot = seenSpot ?? onDemand;
  const from = (seen: number | null, otherwise: string) => (seen === null ? otherwise : 'as in the record');
  return {
    prices: { 'on-demand': onDemand, spot },
    assumption: `an hour costs ${usd(onDemand)} On-Demand (${from(seenOnDemand, 'price list')}) and ${usd(spot)} on Spot (${from(seenSpot, 'no Spot in the record: as On-Demand')}); instances only`,
  };
}

function aboutForecasts({ forecasts }: ClusterRecord, policy: Policy, adoptions: readonly Adoption[]): readonly string[] {
  if (policy.forecast.mode === 'watch') return [];
  if (forecasts.length === 0) return ['no forecast was recorded: nothing is added by one'];
  const { forecaster, timeZone } = lastOf(adoptions).adopted.policy.forecast;
  const isSame = forecaster === policy.forecast.forecaster && timeZone === policy.forecast.timeZone;
  return [`forecasts are those that were recorded${isSame ? '' : ', by what was in force and not by what the policy names'}`];
}

function changeOf(to: WhatIfFigures, from: WhatIfFigures): WhatIf['changePercent'] {
  const percent = (part: 'workerHours' | 'costUsd') =>
    from[part] === 0 ? 0 : Number(((100 * (to[part] - from[part])) / from[part]).toFixed(2));
  return { workerHours: percent('workerHours'), costUsd: percent('costUsd') };
}

function endOf({ recorded: { demand } }: Pick<ClusterRecord, 'recorded'>): number {
  return demand.startAt + demand.workers.length * 60_000;
}

function lastOf(adoptions: readonly Adoption[]): Adoption {
  return adoptions.at(-1) as Adoption;
}

function usd(value: number): string {
  return `${value.toFixed(4)} USD`;
}
