import { plural } from './figure.ts';
import { abstained, found, type Reading, type SignalInput } from './signal.ts';

/**
 * Never fewer than `min` alive or coming, by the fleet stream. It needs no measurement, so an old or partial sample is no
 * hindrance; but while Prometheus is silent it abstains as well: absence of data is not zero workers.
 */
export function minimum(input: SignalInput): Reading {
  const { joined, coming, policy, quality, absence } = input;
  if (quality === 'missing') return abstained({ name: 'minimum', unit: 'workers', because: absence }, null);
  const { min } = policy.workers;
  const alive = joined + coming;
  const finding = { name: 'minimum', value: alive, threshold: min, unit: 'workers', desiredWorkers: min };
  if (alive < min) {
    const because = `${plural(alive, 'worker')} alive or coming, ${min} are the minimum`;
    return found({ ...finding, because, flip: `would hold at ${min}, has ${alive}` }, joined);
  }
  if (alive === min) {
    const because = `${plural(min, 'worker')} are the minimum`;
    return found({ ...finding, because, flip: `would scale up below ${min}, agree above` }, joined);
  }
  return found({ ...finding, because: `${alive} are above ${min}`, flip: `would object at ${min}, has ${alive}` }, joined);
}
