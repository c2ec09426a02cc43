import type { PlanDeliveries } from '@smartscale/runtime';
import { randomStream } from '../world/random.ts';
import type { Hostility } from './hostility.ts';

/** EventBridge takes about half a second from one end to the other. */
const LATENCY_MILLISECONDS = 400;

/** Deliveries that come once, twice or late, as the plan has it. */
export function planDeliveries(seed: number, hostility: Hostility): PlanDeliveries {
  const random = randomStream(seed, 'deliveries');
  const delay = () => {
    const usual = Math.round(LATENCY_MILLISECONDS * random.between(0.5, 1.5));
    const late = hostility.strikes('delays', 'delivery');
    return late ? usual + Math.round(random.next() * late.amount * 1_000) : usual;
  };
  return () => (hostility.strikes('duplicates', 'delivery') ? [delay(), delay()] : [delay()]);
}
