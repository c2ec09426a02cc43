import type { RecordedEvent } from '@smartscale/events';

/** One sample, decided by both. */
export type Pair = { readonly inForce: RecordedEvent<'ScaleDecided'>; readonly shadow: RecordedEvent<'ShadowDecided'> };

/** What one of them did at a sample. */
export type Side = Pick<RecordedEvent<'ScaleDecided'>['data'], 'action' | 'to' | 'decidedBy' | 'reason'>;

/** Samples in a row at which they did not do the same, as it began. */
export type Stretch = {
  readonly from: string;
  /** Of its last sample. */
  readonly to: string;
  readonly evaluations: number;
  /** Of the decisions with which it began; `explain` tells of both. */
  readonly decisionId: string;
  readonly shadowId: string;
  readonly inForce: Side;
  readonly shadow: Side;
};

export function openStretches() {
  const stretches: Stretch[] = [];
  let isOpen = false;
  return {
    note({ inForce, shadow }: Pair, isSame: boolean): void {
      const wasOpen = isOpen;
      isOpen = !isSame;
      if (isSame) return;
      const last = stretches.at(-1);
      if (wasOpen && last) {
        stretches[stretches.length - 1] = { ...last, to: inForce.recordedAt, evaluations: last.evaluations + 1 };
        return;
      }
      const { recordedAt: at, id: decisionId } = inForce;
      stretches.push({
        from: at,
        to: at,
        evaluations: 1,
        decisionId,
        shadowId: shadow.id,
        inForce: sideOf(inForce),
        shadow: sideOf(shadow),
      });
    },
    all: (): readonly Stretch[] => stretches,
  };
}

function sideOf({ data }: RecordedEvent<'ScaleDecided' | 'ShadowDecided'>): Side {
  const { action, to, decidedBy, reason } = data;
  return { action, to, decidedBy, reason };
}
