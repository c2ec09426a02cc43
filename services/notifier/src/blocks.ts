import type { HeaderBlock, KnownBlock, SectionBlock } from '@slack/types';
import type { Notice, Severity } from './notice.ts';
import { slackText } from './slack-text.ts';

/** Slack's limits: https://docs.slack.dev/reference/block-kit/blocks. A message may have 50 blocks; ours has 4 at most. */
export const SLACK_LIMITS = {
  headerCharacters: 150,
  sectionCharacters: 3_000,
  fields: 10,
  fieldCharacters: 2_000,
  contextCharacters: 3_000,
  blocks: 50,
} as const;

const EMOJI: Readonly<Record<Severity, string>> = {
  info: '',
  good: ':white_check_mark: ',
  warning: ':warning: ',
  alarm: ':rotating_light: ',
};

/** A header with the sentence, the details, the facts in two columns, and where it comes from. */
export function blocksOf(notice: Omit<Notice, 'blocks'>): readonly KnownBlock[] {
  const blocks: KnownBlock[] = [headerOf(notice)];
  if (notice.details !== '') blocks.push(sectionOf(notice.details));
  if (notice.facts.length > 0) blocks.push(factsOf(notice));
  const source = `${notice.clusterId} · ${notice.occurredAt} · ${notice.causeType} ${notice.causeId}`;
  blocks.push({ type: 'context', elements: [{ type: 'mrkdwn', text: slackText(source, SLACK_LIMITS.contextCharacters) }] });
  return blocks;
}

function headerOf({ severity, title }: Pick<Notice, 'severity' | 'title'>): HeaderBlock {
  const emoji = EMOJI[severity];
  const text = emoji + slackText(title, SLACK_LIMITS.headerCharacters - emoji.length);
  return { type: 'header', text: { type: 'plain_text', text, emoji: true } };
}

function sectionOf(details: string): SectionBlock {
  return { type: 'section', text: { type: 'mrkdwn', text: slackText(details, SLACK_LIMITS.sectionCharacters) } };
}

function factsOf({ facts }: Pick<Notice, 'facts'>): SectionBlock {
  const shown = facts.slice(0, SLACK_LIMITS.fields);
  const fields = shown.map(({ name, value }) => {
    const bold = `*${slackText(name, MAX_FACT_NAME_CHARACTERS)}*\n`;
    return { type: 'mrkdwn', text: bold + slackText(value, SLACK_LIMITS.fieldCharacters - bold.length) } as const;
  });
  return { type: 'section', fields };
}

const MAX_FACT_NAME_CHARACTERS = 100;
