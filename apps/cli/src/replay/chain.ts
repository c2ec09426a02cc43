import type { RecordedEvent } from '@smartscale/events';

type Decision = RecordedEvent<'ScaleDecided'>;
type ShadowDecision = RecordedEvent<'ShadowDecided'>;

/** Follows the decisions, so that each is taken again from the one before it. */
export type Chain = {
  /** To be shown every event of the scaling stream, in order. */
  pass(event: RecordedEvent): void;
  /** Null before the first decision of a cluster; undefined when it, or an event since, is not kept any more. */
  previous(): Decision | null | undefined;
  /** Of the shadow, likewise. */
  previousShadow(): ShadowDecision | null | undefined;
  remember(decision: Decision): void;
  rememberShadow(decision: ShadowDecision): void;
};

export function openChain(): Chain {
  let previous: Decision | null = null;
  let previousShadow: ShadowDecision | null = null;
  let isWhole = true;
  let isShadowWhole = true;
  let position = 0;
  return {
    pass(event) {
      if (event.position !== position + 1) {
        isWhole = false;
        isShadowWhole = false;
      }
      position = event.position;
    },
    previous: () => (isWhole ? previous : undefined),
    previousShadow: () => (isShadowWhole ? previousShadow : undefined),
    remember(decision) {
      previous = decision;
      isWhole = true;
    },
    rememberShadow(decision) {
      previousShadow = decision;
      isShadowWhole = true;
    },
  };
}
