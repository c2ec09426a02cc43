import type { EventData } from '@smartscale/events';

const MILLISECONDS_PER_HOUR = 3_600_000;
/** Of each place in the fleet, how often it was empty lately: what the next time is predicted by. */
const REMEMBERED_GAPS = 5;

/**
 * What a decision came to. A fleet is looked at as numbered places: the third worker is the one that a growth from two adds, and that a
 * shrinking from three takes away, whichever machine it is. A growth costs what its places cost until a shrinking empties them again; a
 * shrinking saves what its places would cost until a growth fills them again. Instances only, at the price when the place changed.
 */
export type SizingDecision = {
  /** In the scaling stream. */
  readonly position: number;
  readonly action: 'up' | 'down';
  readonly at: number;
  readonly workers: number;
  readonly reason: string;
  /** Of places that have changed again since. */
  readonly settledUsd: number;
  /** Some price was not known: the sum lacks it. */
  readonly isPartlyUnknown: boolean;
  /** Of a shrinking: the price of its places times the hours that they stood empty lately. Null without such hours or prices. */
  readonly predictedUsd: number | null;
};

/** `isOpen`: a place still is as the decision left it, so that more comes. */
export type SettledDecision = SizingDecision & { readonly isOpen: boolean };

/** A place that a decision has filled or emptied. */
export type Place = {
  readonly state: 'filled' | 'emptied';
  readonly position: number;
  readonly since: number;
  readonly usdPerHour: number | null;
};

type Awaited = { readonly place: number; readonly position: number; readonly operationId: string };

export type Sizing = {
  /** By place in the fleet, from 1. */
  readonly places: Readonly<Record<string, Place>>;
  /** Launches and instances of operations in flight, by launch id and instance id. */
  readonly awaited: Readonly<Record<string, Awaited>>;
  /** Hours that a place stood empty, newest last. */
  readonly emptyHours: Readonly<Record<string, readonly number[]>>;
  readonly decisions: readonly SizingDecision[];
};

export const emptySizing: Sizing = { places: {}, awaited: {}, emptyHours: {}, decisions: [] };

/** `rateOf`: USD per hour of a worker now. Only what a decision asked for counts; repairs and replacements keep the size. */
export function withPlan(
  sizing: Sizing,
  plan: EventData<'ScalePlanned'>,
  context: { readonly at: number; readonly rateOf: (instanceId: string) => number | null },
): Sizing {
  const { decisionPosition: position, operationId, launches, victims, workersBefore, reason } = plan;
  if (position === null || sizing.decisions.some((known) => known.position === position)) return sizing;
  const awaited = { ...sizing.awaited };
  for (const [index, { launchId }] of launches.entries()) {
    awaited[launchId] = { place: workersBefore + 1 + index, position, operationId };
  }
  for (const [index, instanceId] of victims.entries()) {
    awaited[instanceId] = { place: Math.max(1, workersBefore - index), position, operationId };
  }
  const action = launches.length > 0 ? 'up' : 'down';
  const predictions = victims.map((instanceId, index) =>
    predictionOf(sizing.emptyHours, { place: workersBefore - index, usdPerHour: context.rateOf(instanceId) }),
  );
  const isPredicted = victims.length > 0 && predictions.every((usd) => usd !== null);
  const decision: SizingDecision = {
    ...{ position, action, at: context.at, workers: launches.length + victims.length, reason },
    ...{ settledUsd: 0, isPartlyUnknown: false },
    predictedUsd: isPredicted ? predictions.reduce<number>((sum, usd) => sum + (usd ?? 0), 0) : null,
  };
  return { ...sizing, awaited, decisions: [...sizing.decisions, decision] };
}

/** A launch or a victim of a decision has come or gone: its place changes. Nothing happens for any other. */
export function withOutcome(
  sizing: Sizing,
  name: string,
  change: { readonly state: Place['state']; readonly at: number; readonly usdPerHour: number | null },
): Sizing {
  const { [name]: awaited, ...others } = sizing.awaited;
  if (!awaited) return sizing;
  const { place, position } = awaited;
  const before = sizing.places[place];
  const { state, at, usdPerHour } = change;
  const places = { ...sizing.places, [place]: { state, position, since: at, usdPerHour } };
  const settled = before ? withSettled(sizing.decisions, before, at) : sizing.decisions;
  const wasEmpty = before?.state === 'emptied' && state === 'filled';
  const hours = wasEmpty ? [...(sizing.emptyHours[place] ?? []), hoursOf(before, at)].slice(-REMEMBERED_GAPS) : null;
  const emptyHours = hours ? { ...sizing.emptyHours, [place]: hours } : sizing.emptyHours;
  return { places, awaited: others, emptyHours, decisions: settled };
}

/** What was awaited of an operation that is over does not come any more. */
export function withoutOperation(sizing: Sizing, operationId: string): Sizing {
  const awaited = Object.entries(sizing.awaited).filter(([, { operationId: other }]) => other !== operationId);
  return { ...sizing, awaited: Object.fromEntries(awaited) };
}

/** Decisions older than a moment are forgotten, but for those that a place still stands for. */
export function forgotten(sizing: Sizing, before: number): Sizing {
  const standing = new Set(Object.values(sizing.places).map(({ position }) => position));
  return { ...sizing, decisions: sizing.decisions.filter(({ at, position }) => at >= before || standing.has(position)) };
}

/** What all decisions came to up to a moment, places that have not changed again included. */
export function settledAt(sizing: Sizing, now: number): readonly SettledDecision[] {
  const places = Object.values(sizing.places);
  const standing = new Set(places.map(({ position }) => position));
  const settled = places.reduce((decisions, place) => withSettled(decisions, place, now), sizing.decisions);
  return settled.map((decision) => ({ ...decision, isOpen: standing.has(decision.position) }));
}

function withSettled(decisions: readonly SizingDecision[], place: Place, at: number): readonly SizingDecision[] {
  const usd = place.usdPerHour === null ? 0 : place.usdPerHour * hoursOf(place, at);
  return decisions.map((decision) =>
    decision.position === place.position
      ? {
          ...decision,
          settledUsd: decision.settledUsd + usd,
          isPartlyUnknown: decision.isPartlyUnknown || place.usdPerHour === null,
        }
      : decision,
  );
}

function predictionOf(
  emptyHours: Sizing['emptyHours'],
  { place, usdPerHour }: { readonly place: number; readonly usdPerHour: number | null },
): number | null {
  const hours = emptyHours[place] ?? Object.values(emptyHours).flat();
  if (usdPerHour === null || hours.length === 0) return null;
  return (usdPerHour * hours.reduce((sum, each) => sum + each, 0)) / hours.length;
}

function hoursOf({ since }: Place, at: number): number {
  return Math.max(0, at - since) / MILLISECONDS_PER_HOUR;
}
