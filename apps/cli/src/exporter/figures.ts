import type { Family } from './exposition.ts';
import type { Facts } from './facts.ts';
import { figuresOfCost } from './figures-of-cost.ts';
import { figuresOfDemand } from './figures-of-demand.ts';
import { figuresOfFleet } from './figures-of-fleet.ts';
import { figuresOfHealth } from './figures-of-health.ts';

/** SmartScale's own figures, of what the store says. Pure: the same facts are the same figures. */
export function figuresOf(facts: Facts): readonly Family[] {
  return [...figuresOfFleet(facts), ...figuresOfDemand(facts), ...figuresOfCost(facts), ...figuresOfHealth(facts)];
}
