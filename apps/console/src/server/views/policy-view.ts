import { defaultPolicy, type Policy } from '@smartscale/events';
import { lastAtOrBefore } from '../history/columns.ts';
import type { History } from '../history/history.ts';

/** The policy in force at a moment; every knob at its default where none was adopted. */
export function policyAt({ policy }: History, moment: number): Policy {
  for (let index = lastAtOrBefore(policy.at, moment); index >= 0; index -= 1) {
    const event = policy.events[index];
    if (event?.type === 'PolicyAdopted') return event.data.policy;
  }
  return defaultPolicy();
}
