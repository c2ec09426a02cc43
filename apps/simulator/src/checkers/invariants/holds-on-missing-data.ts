import type { EventData, RecordedEvent } from '@smartscale/events';
import type { Invariant, Scene } from '../invariant.ts';

/** No sample, no size. An old or incomplete one takes no worker away; an old one adds none but to the minimum. */
export const holdsOnMissingData: Invariant = {
  name: 'holds-on-missing-data',
  promise: 'Nothing is scaled on data that is missing, and nothing is scaled down on data that is old or incomplete.',
  watch(scene) {
    return {
      appended(events) {
        for (const { type, data, position } of events) {
          if (type !== 'ScaleDecided' || data.action === 'hold') continue;
          const sample = scene.sampleAt(data.basis.samplePosition);
          const fault = sample && faultOf(sample, data, scene);
          if (fault) scene.report(`decision ${position} is ${data.action} to ${data.to}, but ${fault}`);
        }
      },
    };
  },
};

function faultOf(
  sample: RecordedEvent<'MetricsSampled' | 'MetricsMissed'>,
  { action, to, basis }: EventData<'ScaleDecided'>,
  scene: Scene,
): string | null {
  if (sample.type === 'MetricsMissed') return 'there was no sample';
  const policy = scene.policyOf(basis.policyVersion)?.policy ?? scene.policy();
  const ageSeconds = sample.data.ageSeconds + (Date.parse(basis.now) - Date.parse(sample.data.sampledAt)) / 1_000;
  if (ageSeconds > policy.evaluation.maxSampleAgeSeconds && !(action === 'up' && to <= policy.workers.min)) {
    return `its sample was ${Math.round(ageSeconds)} s old`;
  }
  return action === 'down' && sample.data.missing.length > 0 ? `${sample.data.missing.join(', ')} was missing` : null;
}
