import { type EventStore, type RecordedEvent, streamName } from '@smartscale/events';
import { pagesOf } from '../read-all.ts';
import { openStretches, type Pair, type Stretch } from './stretches.ts';

/** Stretches told of: the first ones, and the longest ones. */
const SHOWN_STRETCHES = 5;

type Decided = RecordedEvent<'ScaleDecided'>;
type ShadowDecided = RecordedEvent<'ShadowDecided'>;

export type CompareOptions = {
  /** Bounds on the time of recording: from inclusive, to exclusive. */
  readonly from: string | null;
  readonly to: string | null;
  /** Only this shadow policy; null: all there were. */
  readonly name: string | null;
};

export type Comparison = {
  /** Names of the shadow policies, in the order of their first decision. */
  readonly shadows: readonly string[];
  readonly from: string | null;
  readonly to: string | null;
  /** Samples that both decided on. */
  readonly evaluations: number;
  /** Of these, those where both did the same. */
  readonly agreed: number;
  /** Hours of workers that each wanted at each sample, from the real fleet: what came of it is only known of the one in force. */
  readonly workerHours: { readonly inForce: number; readonly shadow: number };
  readonly changes: { readonly inForce: Changes; readonly shadow: Changes };
  readonly stretches: number;
  readonly first: readonly Stretch[];
  readonly longest: readonly Stretch[];
};

export type Changes = { readonly up: number; readonly down: number };

/** Holds what a shadow policy decided against what was done, over the time that both are recorded. */
export async function comparePolicies(store: EventStore, clusterId: string, options: CompareOptions): Promise<Comparison> {
  const tally = openTally();
  for await (const pair of pairsOf(store, clusterId)) if (isAsked(pair.shadow, options)) tally.note(pair);
  return tally.comparison();
}

async function* pairsOf(store: EventStore, clusterId: string): AsyncGenerator<Pair> {
  let inForce: Decided | undefined;
  for await (const page of pagesOf(store, streamName('scaling', clusterId))) {
    for (const event of page) {
      if (event.type === 'ScaleDecided') inForce = event;
      if (event.type !== 'ShadowDecided') continue;
      // A decision to hold may be gone already while the other one is kept.
      if (inForce?.data.basis.sampleId === event.data.basis.sampleId) yield { inForce, shadow: event };
    }
  }
}

function isAsked({ recordedAt, data }: ShadowDecided, { from, to, name }: CompareOptions): boolean {
  const isInTime = (from ?? '') <= recordedAt && (to === null || recordedAt < to);
  return isInTime && (name === null || data.policyName === name);
}

function openTally() {
  const shadows = new Set<string>();
  const stretches = openStretches();
  const seconds = { inForce: 0, shadow: 0 };
  const changes = { inForce: { up: 0, down: 0 }, shadow: { up: 0, down: 0 } };
  let [evaluations, agreed] = [0, 0];
  let [from, to]: [string | null, string | null] = [null, null];

  return {
    note(pair: Pair): void {
      const { inForce, shadow } = pair;
      evaluations += 1;
      shadows.add(shadow.data.policyName);
      from ??= shadow.recordedAt;
      to = shadow.recordedAt;
      for (const [who, { data }] of [
        ['inForce', inForce],
        ['shadow', shadow],
      ] as const) {
        seconds[who] += data.to * data.basis.intervalSeconds;
        if (data.action !== 'hold') changes[who][data.action] += 1;
      }
      const isSame = inForce.data.action === shadow.data.action && inForce.data.to === shadow.data.to;
      if (isSame) agreed += 1;
      stretches.note(pair, isSame);
    },
    comparison(): Comparison {
      const all = stretches.all();
      const longest = all.toSorted((a, b) => b.evaluations - a.evaluations);
      return {
        ...{ shadows: [...shadows], from, to, evaluations, agreed, changes },
        workerHours: { inForce: hours(seconds.inForce), shadow: hours(seconds.shadow) },
        stretches: all.length,
        first: all.slice(0, SHOWN_STRETCHES),
        longest: longest.slice(0, SHOWN_STRETCHES),
      };
    },
  };
}

function hours(seconds: number): number {
  return Math.round(seconds / 36) / 100;
}
