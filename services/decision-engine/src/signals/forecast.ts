import { usualJoinSeconds } from '@smartscale/projections/fleet';
import type { Foreseen } from '../forecast/foreseen.ts';
import { leadSecondsOf, workersAtThreshold } from '../forecast/pre-scale.ts';
import { plural } from './figure.ts';
import { abstained, found, type Reading, type SignalInput } from './signal.ts';
import { wholeWorkers } from './sizing.ts';

/**
 * The largest demand foreseen from now until a worker asked for now would have joined, sized so that no use is above the threshold at
 * which the reactive rules would act then. It only ever adds: idleness is what sets a scale-down going, and a forecast can only object
 * to one. Where nothing is foreseen it abstains, and nobody waits for it.
 */
export function forecast(input: SignalInput): Reading {
  const { joined, load, policy } = input;
  const about = { name: 'forecast', unit: 'workers' };
  const room = load.requests?.allocatablePerWorker;
  const peak = peakAhead(input);
  if (typeof peak === 'string') return abstained({ ...about, because: peak }, null);
  if (room === undefined || room.cores <= 0 || room.bytes <= 0) {
    return abstained({ ...about, because: `size of a worker ${input.absence}` }, null);
  }
  const desiredWorkers = wholeWorkers(workersAtThreshold(peak, room, policy));
  const because = `${plural(desiredWorkers, 'worker')} foreseen for ${peak.until} by ${peak.forecaster}`;
  const flip =
    desiredWorkers > joined
      ? `would hold at ${plural(joined, 'worker')} foreseen, are ${desiredWorkers}`
      : `would scale up at ${plural(joined + 1, 'worker')} foreseen, are ${desiredWorkers}`;
  return found({ ...about, value: desiredWorkers, threshold: joined, desiredWorkers, because, flip }, joined);
}

type Peak = { readonly cores: number; readonly bytes: number; readonly until: string; readonly forecaster: string };

/** The largest of the steps up to the one in which workers asked for now would join; or why there is none, as a clause. */
function peakAhead({ forecast: foreseen, policy, fleet, now, intervalSeconds }: SignalInput): Peak | string {
  if (foreseen === null) return 'no forecast was made';
  const { choice, steps, stepSeconds } = foreseen;
  if (policy.forecast.mode === 'watch') return 'the policy only watches forecasts';
  if (choice.mode === 'watching') return `forecasts are only watched: ${choice.because}`;
  const { forecaster } = choice;
  const leadSeconds = leadSecondsOf(policy.forecast, { forecaster, intervalSeconds, joinSeconds: usualJoinSeconds(fleet) });
  const until = now + 1_000 * leadSeconds;
  const begins = steps.map((step) => Date.parse(step));
  const last = begins.findLastIndex((begin) => begin <= until);
  const endOfLast = (begins.at(-1) ?? 0) + stepSeconds * 1_000;
  if (last < 0 || until >= endOfLast) return `the forecast of ${foreseen.madeAt} is too old`;
  const first = begins.findIndex((begin) => begin + stepSeconds * 1_000 > now);
  const largest = (rows: Foreseen['cores']) =>
    largestOf(rows?.slice(first, last + 1), rankOf(foreseen, policy.forecast.quantile));
  const amounts = { cores: largest(foreseen.cores), bytes: largest(foreseen.bytes) };
  return { ...amounts, until: steps[last] ?? '', forecaster };
}

function rankOf({ probabilities }: Foreseen, quantile: number): number {
  return probabilities.findIndex((probability) => probability >= quantile);
}

function largestOf(rows: readonly (readonly number[])[] | undefined, rank: number): number {
  return Math.max(0, ...(rows ?? []).map((quantiles) => quantiles.at(rank) ?? 0));
}
