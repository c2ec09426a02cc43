/**
 * Text as Slack wants it: `&`, `<` and `>` are control characters in every text object and become entities, so that no text from
 * outside turns into a mention or a link (https://docs.slack.dev/messaging/formatting-message-text). Cut to `limit` characters
 * after escaping, never within an entity.
 */
export function slackText(text: string, limit: number): string {
  const escaped = withEntities(text);
  if (escaped.length <= limit) return escaped;
  let cut = '';
  for (const character of text) {
    const next = cut + withEntities(character);
    if (next.length > limit - ELLIPSIS.length) break;
    cut = next;
  }
  return cut + ELLIPSIS;
}

const ELLIPSIS = '…';

function withEntities(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
