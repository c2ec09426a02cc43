import type { Family, Sample } from './exposition.ts';
import type { Tally } from './facts.ts';

/** A gauge of one sample, or of none when the value is not known. */
export function gauge(name: string, help: string, labels: Sample['labels'], value: number | null | undefined): Family {
  const isKnown = value !== undefined && value !== null && Number.isFinite(value);
  return { name, help, type: 'gauge', samples: isKnown ? [{ labels, value }] : [] };
}

/** A counter with a sample for each combination of labels that was counted. */
export function counter(name: string, help: string, labels: Sample['labels'], tally: Tally): Family {
  const samples = [...tally].map(([key, value]) => ({
    labels: { ...labels, ...(JSON.parse(key) as Sample['labels']) },
    value,
  }));
  return { name, help, type: 'counter', samples };
}
