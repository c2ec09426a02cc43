import type { Notice } from '../notice.ts';
import { slackText } from '../slack-text.ts';

/** Slack truncates a message's text beyond this (https://docs.slack.dev/reference/methods/chat.postMessage). */
const MAX_TEXT_CHARACTERS = 4_000;

/** A notice as Slack takes it. With blocks, `text` is what notifications and screen readers say. */
export function slackContent({ title, blocks }: Notice, isPlain = false) {
  const text = slackText(title, MAX_TEXT_CHARACTERS);
  return isPlain ? { text } : { text, blocks };
}
