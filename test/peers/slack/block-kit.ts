import * as z from 'zod';

/** From about so many characters on Slack answers msg_blocks_too_long: https://github.com/slackapi/bolt-js/issues/2509 */
const MAX_CHARACTERS = 13_000;

const plainText = (max: number) =>
  z.strictObject({ type: z.literal('plain_text'), text: z.string().min(1).max(max), emoji: z.boolean().optional() });
const markdown = (max: number) =>
  z.strictObject({ type: z.literal('mrkdwn'), text: z.string().min(1).max(max), verbatim: z.boolean().optional() });
const anyText = (max: number) => z.union([plainText(max), markdown(max)]);
const blockId = { block_id: z.string().min(1).max(255).optional() };

const button = z.strictObject({
  type: z.literal('button'),
  text: plainText(75),
  action_id: z.string().min(1).max(255).optional(),
  url: z.url().max(3_000).optional(),
  value: z.string().max(2_000).optional(),
  style: z.enum(['primary', 'danger']).optional(),
  accessibility_label: z.string().max(75).optional(),
});

/** The blocks that are in use here, as https://docs.slack.dev/reference/block-kit/blocks has them: what is not named there is refused. */
const block = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('header'), text: plainText(150), ...blockId }),
  z.strictObject({ type: z.literal('divider'), ...blockId }),
  z
    .strictObject({
      ...{ type: z.literal('section'), text: anyText(3_000).optional(), ...blockId },
      ...{
        fields: z.array(anyText(2_000)).min(1).max(10).optional(),
        accessory: button.optional(),
        expand: z.boolean().optional(),
      },
    })
    .refine(({ text, fields }) => text !== undefined || fields !== undefined, 'a section needs text or fields'),
  z.strictObject({ type: z.literal('context'), elements: z.array(anyText(3_000)).min(1).max(10), ...blockId }),
  z.strictObject({ type: z.literal('actions'), elements: z.array(button).min(1).max(25), ...blockId }),
]);

const blocks = z
  .array(block)
  .max(50)
  .refine(
    (all) => {
      const ids = all.flatMap(({ block_id: id }) => (id === undefined ? [] : [id]));
      return new Set(ids).size === ids.length;
    },
    { error: 'a block_id is used twice' },
  );

/** What Slack would say of blocks; null when it takes them. */
export function refusalOf(given: unknown): { readonly error: string; readonly messages: readonly string[] } | null {
  const parsed = blocks.safeParse(given);
  if (!parsed.success) {
    const messages = parsed.error.issues.map(
      ({ path, message }) => `[ERROR] ${message} [json-pointer:/blocks/${path.join('/')}]`,
    );
    return { error: 'invalid_blocks', messages };
  }
  return charactersOf(parsed.data) > MAX_CHARACTERS ? { error: 'msg_blocks_too_long', messages: [] } : null;
}

/** Of all texts in them. */
function charactersOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce(
    (sum, [key, inner]) => sum + (key === 'text' && typeof inner === 'string' ? inner.length : charactersOf(inner)),
    0,
  );
}
