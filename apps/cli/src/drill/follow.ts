import { setTimeout as pause } from 'node:timers/promises';
import type { RecordedEvent } from '@smartscale/events';
import type { WorldReport } from '@smartscale/simulator';
import type { Finding } from './finding.ts';
import type { History } from './history.ts';
import type { DrillPlan } from './plan.ts';
import type { Story } from './story.ts';

/** A fleet while it is drilled. */
export type Ground = {
  readonly history: History;
  readonly transitSeconds: number;
  /** The fleet's time, and what its world says; null when the fleet has ended. */
  look(): Promise<{ readonly now: number; readonly report: WorldReport | null } | null>;
  readonly pauseMilliseconds: number;
};

export type Followed = {
  readonly findings: readonly Finding[];
  /** Of the fleet's time. */
  readonly seconds: number;
  /** Why the story was not followed to its end. */
  readonly cutShort: 'time is up' | 'the fleet has ended' | 'stopped' | null;
};

/** Looks at what happens until nothing of the story is open any more, or its time is up. */
export async function follow(
  { judge, limitSeconds }: Pick<DrillPlan, 'judge' | 'limitSeconds'>,
  ground: Ground,
  { begunAt, signal }: { readonly begunAt: number; readonly signal: AbortSignal },
): Promise<Followed> {
  const { history, transitSeconds, pauseMilliseconds } = ground;
  const events: RecordedEvent[] = [];
  let told: Story = { ...history.before, begunAt, now: begunAt, events, transitSeconds, report: null };
  for (;;) {
    // The clock first: what is not there by then has not happened.
    const seen = await ground.look();
    events.push(...(await history.news()));
    if (seen) told = { ...told, ...seen };
    const findings = judge(told);
    const seconds = (told.now - begunAt) / 1_000;
    const isOpen = findings.some(({ verdict }) => verdict === 'open');
    const cutShort = whyEnd({ isOver: seconds > limitSeconds, isThere: seen !== null, signal });
    if (!isOpen || cutShort !== null) return { findings, seconds, cutShort: isOpen ? cutShort : null };
    await pause(pauseMilliseconds, undefined, { signal }).catch(() => {});
  }
}

function whyEnd(state: {
  readonly isOver: boolean;
  readonly isThere: boolean;
  readonly signal: AbortSignal;
}): Followed['cutShort'] {
  if (state.signal.aborted) return 'stopped';
  if (!state.isThere) return 'the fleet has ended';
  return state.isOver ? 'time is up' : null;
}
