import { redecide } from '@smartscale/decision-engine/core';
import type { RecordedEvent } from '@smartscale/events';
import type { Invariant, Scene } from '../invariant.ts';

/** Each decision is taken again from what its basis names, as soon as it is recorded. */
export const everyDecisionDecidesTheSame: Invariant = {
  name: 'every-decision-decides-the-same',
  promise: 'Every decision, taken again from the basis that it recorded, is the same.',
  watch(scene) {
    let previous: RecordedEvent<'ScaleDecided'> | null = null;
    return {
      appended(events) {
        for (const event of events) {
          if (event.type !== 'ScaleDecided') continue;
          const difference = differenceOf(event, previous, scene);
          if (difference) scene.report(`decision ${event.position}: ${difference}`);
          previous = event;
        }
      },
    };
  },
};

function differenceOf(
  event: RecordedEvent<'ScaleDecided'>,
  previous: RecordedEvent<'ScaleDecided'> | null,
  scene: Scene,
): string | null {
  const { samplePosition, fleetPosition, policyVersion } = event.data.basis;
  const sample = scene.sampleAt(samplePosition);
  const fleet = scene.fleetAt(fleetPosition);
  const adopted = scene.policyOf(policyVersion);
  if (!sample || !fleet || (policyVersion > 0 && !adopted)) return 'its basis is not there';
  const again = redecide(event, { previous, sample, fleet, adopted: adopted ?? null, forecast: null });
  if (JSON.stringify(again) === JSON.stringify(event.data)) return null;
  return `was ${event.data.action} to ${event.data.to}, is ${again?.action ?? 'none'} to ${again?.to}`;
}
