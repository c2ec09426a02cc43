import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { refusalOf } from '../../../test/peers/slack/block-kit.ts';
import { blocksOf } from './blocks.ts';
import type { Notice } from './notice.ts';
import { slackText } from './slack-text.ts';

const text = (maxLength: number) => fc.string({ unit: fc.constantFrom('a', '&', '<', '>', '😀', ' ', '\n'), maxLength });
const notice: fc.Arbitrary<Omit<Notice, 'blocks'>> = fc.record({
  causeId: fc.uuid(),
  causeType: fc.constant('ScaleCompleted'),
  clusterId: fc.constant('test'),
  occurredAt: fc.constant('2026-11-24T08:00:00.000Z'),
  severity: fc.constantFrom('info', 'good', 'warning', 'alarm'),
  title: text(400).filter((title) => title.length > 0),
  details: text(9_000),
  link: fc.option(text(4_000).map((path) => `https://console.example/#/at/${encodeURIComponent(path)}`)),
  facts: fc.array(fc.record({ name: text(300), value: text(5_000) }), { maxLength: 30 }),
});

describe('whatever it says, a notice', () => {
  it('is within the limits of Slack', () =>
    fc.assert(
      fc.property(notice, (given) => {
        expect(refusalOf(blocksOf(given))).toBeNull();
      }),
      { numRuns: 200 },
    ));

  it('is so with all of it at its longest', () => {
    const fact = { name: '&'.repeat(300), value: '<'.repeat(5_000) };
    const longest: Parameters<typeof blocksOf>[0] = {
      ...{ causeId: 'c'.repeat(400), causeType: 'ScaleCompleted', clusterId: 'test', occurredAt: '2026-11-24T08:00:00.000Z' },
      ...{ severity: 'alarm', title: 'x'.repeat(400), details: `${'&'.repeat(500)}\n`.repeat(40) },
      ...{ facts: Array.from({ length: 30 }, () => fact), link: `https://console.example/${'x'.repeat(900)}` },
    };
    expect(refusalOf(blocksOf(longest))).toBeNull();
    expect(refusalOf(blocksOf({ ...longest, details: 'x'.repeat(20_000) }))).toBeNull();
  });

  it('holds no control character of Slack outside an entity', () =>
    fc.assert(
      fc.property(notice, (given) => {
        const shown = JSON.stringify(blocksOf(given));
        expect(shown).not.toMatch(/[<>]/);
        expect(shown.replace(/&(amp|lt|gt);/g, '')).not.toContain('&');
      }),
      { numRuns: 200 },
    ));
});

describe('text for Slack', () => {
  it.each([
    ['5 < 6 & 7 > 6', 50, '5 &lt; 6 &amp; 7 &gt; 6'],
    ['<!channel>', 50, '&lt;!channel&gt;'],
    ['exactly ten', 11, 'exactly ten'],
    ['exactly ten', 10, 'exactly t…'],
    ['a&&&', 7, 'a&amp;…'],
    ['a&b', 6, 'a…'],
  ])('%s in %d characters is %s', (given, limit, shown) => expect(slackText(given, limit)).toBe(shown));
});
