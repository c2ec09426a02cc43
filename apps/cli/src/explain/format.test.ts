import { stripVTControlCharacters } from 'node:util';
import { expect, it } from 'vitest';
import type { Explanation } from './explanation.ts';
import { formatExplanation } from './format.ts';

const explanation: Explanation = {
  decision: {
    ...{ id: 'decision', position: 9, at: '2026-11-24T12:00:00.000Z', shadow: null },
    ...{ action: 'down', from: 5, to: 4, decidedBy: 'newsvendor', reason: 'a worker less is enough: 5 -> 4 workers' },
  },
  basis: {
    ...{ now: '2026-11-24T12:00:00.000Z', intervalSeconds: 120, sampleId: 'sample', samplePosition: 8, fleetPosition: 7 },
    ...{ policyVersion: 2, forecast: null, demand: null },
  },
  signals: [],
  guards: [],
  nearestFlip: null,
  consequences: [],
};
const format = (change: Partial<Explanation>) => stripVTControlCharacters(formatExplanation({ ...explanation, ...change }));

it('says what a decision rests on, the demand model too where there was one', () => {
  const rests = (demand: Explanation['basis']['demand']) =>
    /Rests on\n {2}(.*)/.exec(format({ basis: { ...explanation.basis, demand } }))?.[1];
  expect(rests(null)).toBe('sample 8 (sample), fleet 7, policy 2, no forecast');
  expect(rests({ learnedId: null, from: 1 })).toMatch(/, no forecast, demand by the samples from 1 on$/);
  expect(rests({ learnedId: 'learnt', from: 5 })).toMatch(/, demand by the samples from 5 on after learnt$/);
});

it('says of a decision in shadow whose it is, and that nothing comes of it', () => {
  const text = format({ decision: { ...explanation.decision, shadow: 'by-price' } });
  expect(text).toContain('4 workers\n  by the shadow policy by-price, which is only watched\n');
  expect(text).toMatch(/Came of it\n {2}nothing: a shadow policy is only watched$/);
  expect(format({})).not.toContain('shadow');
});
