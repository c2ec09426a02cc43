import type { Policy } from '@smartscale/events';

/** The policy of a name, as a change of the usual one. */
export function changedPolicy(usual: Policy, name: string): Policy {
  const { workers, mix, placement } = usual;
  switch (name) {
    case 'smaller':
      return { ...usual, workers: { min: workers.min, max: 6 } };
    case 'larger':
      return { ...usual, workers: { min: 4, max: 12 } };
    case 'more-base':
      return { ...usual, mix: { ...mix, onDemandBase: 4 } };
    case 'no-spot':
      return { ...usual, mix: { ...mix, spotPercentAboveBase: 0 } };
    case 'all-spot':
      return { ...usual, mix: { onDemandBase: 1, spotPercentAboveBase: 100 } };
    case 'zone-shifted':
      return { ...usual, placement: { ...placement, zonesShiftedAway: placement.zones.slice(0, 1) } };
    case 'by-price':
      return { ...usual, sizing: { by: 'price', squeezedPrice: 50, keepCool: true } };
    default:
      return usual;
  }
}
