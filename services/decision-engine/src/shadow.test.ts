import { describe, expect, it } from 'vitest';
import { evaluate } from './decider.ts';
import { changed, commandOf, live, remembering, type Scene, streakOf } from './testing/spec.ts';
import { adopted } from './testing/world.ts';

const eager = { ...adopted({ signals: { cpu: { samples: 1 } } }), version: 7, name: 'eager' };
const hot: Scene = { cpu: 78, fleet: { joined: 3 } };

/** What a scene comes to, with a shadow and a past. */
function decided(scene: Scene, state = remembering()) {
  const events = evaluate(commandOf(scene, state.memory.samplePosition + 1), state);
  const [inForce, inShadow] = events;
  return { types: events.map(({ type }) => type), inForce: inForce?.data, inShadow: inShadow?.data };
}

describe('a shadow policy', () => {
  it('decides of the same sample and fleet, after the one in force, and changes nothing of what that decides', () => {
    const { types, inForce, inShadow } = decided({ ...hot, shadow: eager });
    expect(types).toEqual(['ScaleDecided', 'ShadowDecided']);
    expect(inForce).toEqual(decided(hot).inForce);
    expect(inForce).toMatchObject({ action: 'hold' });
    expect(inShadow).toMatchObject({
      ...{ policyName: 'eager', action: 'up', from: 3, to: 4, decidedBy: 'cpu' },
      basis: { policyVersion: 7, samplePosition: 1, fleetPosition: 7 },
    });
  });

  it('rests with the real fleet: a change of the one in force is what its cooldown counts from', () => {
    const state = remembering({ changes: [changed('up', -100)] });
    expect(decided({ ...hot, shadow: eager }, state).inShadow).toMatchObject({ action: 'hold', decidedBy: 'cooldown-up' });
  });

  it('remembers its own streaks, and never those of the one in force', () => {
    const patient = { ...eager, ...adopted({ signals: { cpu: { scaleUpAbovePercent: 75, samples: 3 } } }), version: 7 };
    const state = remembering({ streaks: { cpu: streakOf(5, 0) } });
    expect(decided({ ...hot, shadow: patient }, state).inShadow).toMatchObject({ action: 'hold', decidedBy: 'cpu' });
    const shadowOf = (policyVersion: number) => ({
      ...remembering(),
      shadow: { policyVersion, to: 3, memory: { ...remembering().memory, streaks: { cpu: streakOf(2, 0) } } },
    });
    expect(decided({ ...hot, shadow: patient }, shadowOf(7)).inShadow).toMatchObject({ action: 'up' });
    expect(decided({ ...hot, shadow: patient }, shadowOf(6)).inShadow).toMatchObject({ action: 'hold' });
  });

  it('decides also while no policy is in force, and is silent when it is taken away', () => {
    expect(decided({ ...hot, policy: null, shadow: eager }).inShadow).toMatchObject({ action: 'up' });
    expect(decided(hot).types).toEqual(['ScaleDecided']);
  });

  it('goes on over the ticks as it would alone, as long as neither does anything', () => {
    const ticks = [0, 120, 240].map((seconds): Scene => ({ seconds, cpu: 60, fleet: { joined: 3 } }));
    const own = (events: ReturnType<typeof live>, type: string) =>
      events.filter((event) => event.type === type).map(({ data }) => ({ ...data, policyName: '', basis: null }));
    const beside = live(ticks.map((tick) => ({ ...tick, shadow: eager })));
    const alone = live(ticks.map((tick) => ({ ...tick, policy: { signals: { cpu: { samples: 1 } } } })));
    expect(own(beside, 'ShadowDecided')).toEqual(own(alone, 'ScaleDecided'));
  });
});
