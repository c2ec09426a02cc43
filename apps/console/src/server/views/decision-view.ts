import type { EventData, RecordedEvent } from '@smartscale/events';
import type { DecisionRow } from '../history/decision-columns.ts';
import type { History } from '../history/history.ts';
import type { Knowledge } from '../ports.ts';
import { type StoryLine, storyOf } from './story.ts';

type Decision = EventData<'ScaleDecided'>;

/** A decision with everything it rested on, what would have changed it and what came of it. */
export type DecisionView = {
  readonly decision: DecisionRow;
  readonly basis: Decision['basis'];
  readonly signals: Decision['signals'];
  readonly guards: Decision['guards'];
  readonly nearestFlip: string | null;
  readonly story: readonly StoryLine[];
  /** What a policy that is only watched decided upon the same sample; null when none did. */
  readonly shadow: (Pick<Decision, 'action' | 'from' | 'to' | 'reason'> & { readonly policyName: string }) | null;
  /** The neighbours of any kind, and those that changed the fleet; null at the ends. */
  readonly previousId: string | null;
  readonly nextId: string | null;
};

export function decisionView(
  history: History,
  row: DecisionRow,
  {
    event,
    near,
    rules,
  }: { readonly event: RecordedEvent<'ScaleDecided'>; readonly near: readonly RecordedEvent[]; readonly rules: Knowledge },
): DecisionView {
  const { decisions } = history;
  const index = decisions.byId.get(row.id) ?? -1;
  const { basis, signals, guards } = event.data;
  return {
    ...{ decision: row, basis, signals, guards },
    nearestFlip: rules.nearestFlip(event.data),
    story: storyOf(history, { id: row.id, correlationId: event.correlationId, at: row.at }, rules),
    shadow: shadowOf(event, near),
    previousId: decisions.rows[index - 1]?.id ?? null,
    nextId: decisions.rows[index + 1]?.id ?? null,
  };
}

function shadowOf(decided: RecordedEvent<'ScaleDecided'>, near: readonly RecordedEvent[]): DecisionView['shadow'] {
  for (const event of near) {
    if (event.type !== 'ShadowDecided' || event.data.basis.sampleId !== decided.data.basis.sampleId) continue;
    const { policyName, action, from, to, reason } = event.data;
    return { policyName, action, from, to, reason };
  }
  return null;
}
