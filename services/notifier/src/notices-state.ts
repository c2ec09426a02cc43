import type { EventData } from '@smartscale/events';
import type { Lately } from './folding.ts';
import type { MessageRef } from './ports.ts';

/** A notice that is planned and that nobody was told yet. */
export type OpenNotice = {
  readonly causeId: string;
  readonly causeType: string;
  readonly text: string;
  readonly correlationId: string;
  readonly cause: EventData<'NoticePlanned'>['cause'];
  readonly plannedAt: string;
  /** Until then it is with whoever planned it, or not to be tried. */
  readonly notBefore: string;
  readonly attempts: number;
  readonly isFolded: boolean;
  /** Slack did not take it: those that come later have to wait behind it. */
  readonly hasFailed: boolean;
};

/** The newest storm of a kind. */
export type Storm = {
  readonly causeType: string;
  readonly headId: string;
  readonly since: string;
  /** The message that speaks for the storm, once it is there and can be changed. */
  readonly message: MessageRef | null;
  /** Of the first and of those folded into it, the newest last. */
  readonly lines: readonly { readonly at: string; readonly text: string }[];
  readonly count: number;
};

export type Story = { readonly correlationId: string; readonly message: MessageRef };

export type NoticesState = {
  /** Ids of the events that people were told of or are to be told of, or could not be told of; oldest first. */
  readonly told: readonly string[];
  /** Sentences of repeating kinds, and when each was last planned. */
  readonly quiet: readonly { readonly text: string; readonly at: string }[];
  /** Of the kinds that come in storms. */
  readonly lately: Lately;
  /** In the order in which they were planned. */
  readonly open: readonly OpenNotice[];
  readonly storms: readonly Storm[];
  /** Where the newest stories have their first message. */
  readonly stories: readonly Story[];
  /** The causeId of the last weekly report that was planned. */
  readonly lastReport: string | null;
};

export const initialNotices = (): NoticesState => ({
  ...{ told: [], quiet: [], lately: [], open: [], storms: [], stories: [], lastReport: null },
});
