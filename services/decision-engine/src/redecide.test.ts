import { describe, expect, it } from 'vitest';
import { redecide } from './decider.ts';
import { commandOf, run, type Scene } from './testing/spec.ts';
import { adopted, recorded } from './testing/world.ts';

const scenes: readonly Scene[] = [
  { cpu: 78 },
  { seconds: 120, cpu: 78 },
  { seconds: 240, cpu: 90 },
  { seconds: 360, missed: true },
  ...[480, 600, 720, 840, 960, 1_080, 1_200].map((seconds) => ({ seconds, cpu: 10, memory: 20, fleet: { joined: 4 } })),
];
const decisions = run(scenes).map((data, index) => recorded('ScaleDecided', data, index + 1));

function again(index: number, policy: object = {}) {
  const event = decisions[index];
  if (!event) throw new Error(`no decision ${index}`);
  const { sample, fleet } = commandOf(scenes[index] ?? {}, index + 1);
  const previous = decisions[index - 1] ?? null;
  return { event, data: redecide(event, { previous, sample, fleet, adopted: adopted(policy), forecast: null, demand: null }) };
}

describe('deciding again', () => {
  it('gives the same decision, byte for byte, from any decision and the one before it', () => {
    expect(decisions.map(({ data }) => data.action)).toContain('up');
    expect(decisions.map(({ data }) => data.action)).toContain('down');
    for (const index of decisions.keys()) {
      const { event, data } = again(index);
      expect(JSON.stringify(data)).toBe(JSON.stringify(event.data));
    }
  });

  it('tells what another policy would have done', () => {
    expect(again(0, { signals: { cpu: { samples: 1 } } }).data).toMatchObject({ action: 'up', to: 4 });
    expect(again(1, { signals: { cpu: { scaleUpAbovePercent: 80 } } }).data).toMatchObject({ action: 'hold' });
  });

  it('is null where no decision would be taken', () => {
    const [first, second] = decisions;
    if (!first || !second) throw new Error('two decisions are needed');
    const { sample, fleet } = commandOf({}, 1);
    expect(redecide(second, { previous: first, sample, fleet, adopted: null, forecast: null, demand: null })).toBeNull();
  });
});
