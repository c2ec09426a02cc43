import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { SendAnswer } from './ports.ts';
import { completed, told } from './testing/events.ts';
import { notifier } from './testing/notifier.ts';

type Step =
  | { readonly kind: 'event' | 'loss'; readonly number: number; readonly isElsewhere: boolean }
  | { readonly kind: 'wait'; readonly minutes: number }
  | { readonly kind: 'slack'; readonly answer: SendAnswer };

const answers: readonly SendAnswer[] = [
  { kind: 'sent' },
  { kind: 'failed', reason: 'Slack answered 503' },
  { kind: 'limited', retryAfterSeconds: 7 },
  { kind: 'limited', retryAfterSeconds: 900 },
  { kind: 'refused', reason: 'Slack answered channel_not_found' },
];
const number = fc.integer({ min: 1, max: 12 });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constantFrom('event' as const, 'loss' as const), number, isElsewhere: fc.boolean() }),
  fc.record({ kind: fc.constant('wait' as const), minutes: fc.integer({ min: 5, max: 30 }) }),
  fc.record({ kind: fc.constant('slack' as const), answer: fc.constantFrom(...answers) }),
);

const lost = (loss: number) =>
  told(
    'NodeLost',
    { instanceId: `i-${loss}`, lostAt: '2026-11-24T12:00:00.000Z', aliveSeconds: 1, evidence: 'gone' },
    100 + loss,
  );

/** Lives through the steps; then Slack is well again for three quarters of an hour. */
async function live(steps: readonly Step[], canChange: boolean) {
  let answer: SendAnswer = { kind: 'sent' };
  let posted = 0;
  const send = ({ manner }: { readonly manner: { readonly replaces?: unknown } }): SendAnswer => {
    if (answer.kind !== 'sent' || !canChange || manner.replaces) return answer;
    posted += 1;
    return { kind: 'sent', message: { channelId: 'C1', ts: `1.${posted}` } };
  };
  const { deliver, deliverToAnother, later, outcomes, recorded } = notifier({ canChange, answers: send });
  const happened = new Set<string>();
  const take = async (one: Step) => {
    if (one.kind === 'wait') return later(one.minutes);
    if (one.kind === 'slack') {
      answer = one.answer;
      return;
    }
    const event = one.kind === 'event' ? completed({}, one.number) : lost(one.number);
    happened.add(event.id);
    await (one.isElsewhere ? deliverToAnother(event) : deliver(event));
  };
  for (const one of steps) await take(one);
  answer = { kind: 'sent' };
  await later(45);
  const messages = (await outcomes()).flatMap(({ type, data }) =>
    type === 'NoticeSent' ? [[data.causeId, ...data.alsoTells]] : [],
  );
  const planned = (await recorded()).flatMap(({ type, data }) => (type === 'NoticePlanned' ? [data.causeId] : []));
  return { happened: [...happened], messages, planned };
}

it.each([true, false])(
  'whatever happens to Slack, in the end each event was told once (messages can be changed: %s)',
  async (canChange) => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
        const { happened, messages, planned } = await live(steps, canChange);
        expect(messages.flat().toSorted()).toEqual(happened.toSorted());
        // Within a message they are in the order in which they were planned.
        for (const causes of messages) {
          const places = causes.map((id) => planned.indexOf(id));
          expect(places).toEqual(places.toSorted((one, other) => one - other));
        }
      }),
      { numRuns: 60 },
    );
  },
  60_000,
);
