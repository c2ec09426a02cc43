import type { ActionsBlock, HeaderBlock, KnownBlock, SectionBlock } from '@slack/types';
import type { Notice, Severity } from './notice.ts';
import { slackText } from './slack-text.ts';

/**
 * Slack's limits: https://docs.slack.dev/reference/block-kit/blocks. `allCharacters` is in none of its pages: it answers
 * msg_blocks_too_long from about 13,200 on (https://github.com/slackapi/bolt-js/issues/2509).
 */
export const SLACK_LIMITS = {
  headerCharacters: 150,
  sectionCharacters: 3_000,
  fields: 10,
  fieldCharacters: 2_000,
  contextCharacters: 3_000,
  buttonCharacters: 75,
  urlCharacters: 3_000,
  actionIdCharacters: 255,
  blocks: 50,
  allCharacters: 13_000,
} as const;

/** Ours, so that all of them together stay below `allCharacters`. */
const MAX_DETAIL_SECTIONS = 2;
const MAX_FACT_NAME_CHARACTERS = 60;
const MAX_FACT_CHARACTERS = 350;
const MAX_SOURCE_CHARACTERS = 300;
const MAX_LINK_CHARACTERS = 1_000;

const EMOJI: Readonly<Record<Severity, string>> = {
  info: '',
  good: ':white_check_mark: ',
  warning: ':warning: ',
  alarm: ':rotating_light: ',
};

/** A header with the sentence, the details, the facts in two columns, a button to the console, and where it comes from. */
export function blocksOf(notice: Omit<Notice, 'blocks'>): readonly KnownBlock[] {
  const blocks: KnownBlock[] = [headerOf(notice), ...sectionsOf(notice.details)];
  if (notice.facts.length > 0) blocks.push(factsOf(notice));
  if (notice.link !== null && notice.link.length <= MAX_LINK_CHARACTERS) blocks.push(buttonOf(notice.link));
  const source = `${notice.clusterId} · ${notice.occurredAt} · ${notice.causeType} ${notice.causeId}`;
  blocks.push({ type: 'context', elements: [{ type: 'mrkdwn', text: slackText(source, MAX_SOURCE_CHARACTERS) }] });
  return blocks;
}

function headerOf({ severity, title }: Pick<Notice, 'severity' | 'title'>): HeaderBlock {
  const emoji = EMOJI[severity];
  const text = emoji + slackText(title, SLACK_LIMITS.headerCharacters - emoji.length);
  return { type: 'header', text: { type: 'plain_text', text, emoji: true } };
}

/** Cut between lines where they do not fit into one section; what does not fit into the last one is cut off. */
function sectionsOf(details: string): readonly SectionBlock[] {
  const sections: string[] = [];
  let rest = details.trim();
  while (rest !== '' && sections.length < MAX_DETAIL_SECTIONS) {
    const isLast = sections.length === MAX_DETAIL_SECTIONS - 1;
    const cut =
      isLast || slackText(rest, Number.POSITIVE_INFINITY).length <= SLACK_LIMITS.sectionCharacters ? rest.length : cutOf(rest);
    sections.push(rest.slice(0, cut));
    rest = rest.slice(cut).trim();
  }
  return sections.map((text) => ({
    type: 'section',
    text: { type: 'mrkdwn', text: slackText(text, SLACK_LIMITS.sectionCharacters) },
  }));
}

/** The end of the last line that fits; within a line where it alone is too long. */
function cutOf(text: string): number {
  let [cut, escaped] = [0, 0];
  for (const line of text.split('\n')) {
    escaped += slackText(line, Number.POSITIVE_INFINITY).length + 1;
    if (escaped > SLACK_LIMITS.sectionCharacters) break;
    cut += line.length + 1;
  }
  return cut === 0 ? text.length : cut;
}

function factsOf({ facts }: Pick<Notice, 'facts'>): SectionBlock {
  const shown = facts.slice(0, SLACK_LIMITS.fields);
  const fields = shown.map(({ name, value }) => {
    const bold = `*${slackText(name, MAX_FACT_NAME_CHARACTERS)}*\n`;
    return { type: 'mrkdwn', text: bold + slackText(value, MAX_FACT_CHARACTERS) } as const;
  });
  return { type: 'section', fields };
}

function buttonOf(url: string): ActionsBlock {
  const text = { type: 'plain_text', text: 'Show in the console' } as const;
  return { type: 'actions', elements: [{ type: 'button', action_id: 'console', text, url }] };
}
