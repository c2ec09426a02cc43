import type { KnownBlock } from '@slack/types';

/** `alarm`: someone may have to do something. `warning`: worth a look. */
export type Severity = 'info' | 'good' | 'warning' | 'alarm';

export type Fact = { readonly name: string; readonly value: string };

/** What people are told of one event. Plain text; only `blocks` are escaped and cut for Slack. */
export type Notice = {
  readonly causeId: string;
  readonly causeType: string;
  readonly clusterId: string;
  readonly occurredAt: string;
  readonly severity: Severity;
  /** One sentence that says it all. */
  readonly title: string;
  /** More about it, or empty. */
  readonly details: string;
  readonly facts: readonly Fact[];
  /** Where the console shows it; null without a console. */
  readonly link: string | null;
  /** The same as Slack Block Kit, within Slack's limits. */
  readonly blocks: readonly KnownBlock[];
};

/** The part of a notice that depends on what happened. */
export type Message = Pick<Notice, 'severity' | 'title' | 'details' | 'facts'>;
