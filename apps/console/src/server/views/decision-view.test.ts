import type { RecordedEvent } from '@smartscale/events';
import { expect, it } from 'vitest';
import { decided, historyOf, joined, launched, recorded, rules } from '../testing/recorded.ts';
import { decisionView } from './decision-view.ts';

const history = historyOf(
  [0, 'scaling', decided(0)],
  [2, 'scaling', decided(2, { action: 'up', from: 1, to: 2 })],
  [3, 'fleet', launched('i-1')],
  [4, 'scaling', decided(4)],
  [5, 'fleet', joined('i-1')],
);
const [first, up] = history.decisions.rows;
const event = (sampleId: string, type: string): RecordedEvent => {
  const { data } = decided(2, { action: 'up', from: 1, to: 2 }) as { data: { basis: object } };
  const shadowed = { type, data: { ...data, policyName: 'bold', basis: { ...data.basis, sampleId } } };
  return { ...recorded(history, { minutes: 2, category: 'scaling', event: shadowed as never }), id: up?.id ?? '' };
};
const decision = event('sample-2', 'ScaleDecided') as RecordedEvent<'ScaleDecided'>;

it('knows its neighbours of any kind, and where the list ends', () => {
  const view = decisionView(history, up!, { event: decision, near: [], rules });
  expect(view).toMatchObject({ previousId: 'scaling-1', nextId: 'scaling-3', shadow: null });
  expect(decisionView(history, first!, { event: decision, near: [], rules }).previousId).toBeNull();
});

it('has beside it what a shadow policy decided upon the same sample, and no other', () => {
  const shadowOf = (sampleId: string) =>
    decisionView(history, up!, { event: decision, near: [decision, event(sampleId, 'ShadowDecided')], rules }).shadow;
  expect(shadowOf('sample-2')).toMatchObject({ policyName: 'bold', action: 'up', to: 2 });
  expect(shadowOf('sample-4')).toBeNull();
});

it('tells of the fleet only what it set going', () =>
  expect(decisionView(history, up!, { event: decision, near: [], rules }).story).toEqual([]));
