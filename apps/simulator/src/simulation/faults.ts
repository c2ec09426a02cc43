/** What can be set against a fleet. */
export const FAULTS = {
  'spot-interruptions': 'Spot instances are taken back as often as AWS reports for their type',
  'interruption-storm': 'Spot instances are taken back a hundred times as often',
  'spot-crash': 'once a day eight Spot instances are taken back within a minute',
  'capacity-errors': 'in any half hour, 30 % of Spot and 5 % of On-Demand offerings have no capacity',
  'join-failures': 'one launch in twenty never becomes a Ready node',
  'metrics-outage': 'once a day Prometheus is silent, wrong, stale or incomplete for 5 to 30 minutes',
  'zone-loss': 'once a week a zone is gone for two hours, with all that runs in it',
  duplicates: 'one delivery in ten comes twice',
  reorder: 'deliveries take up to 20 seconds and overtake each other',
  throttling: 'one EC2 call in ten is refused',
} as const;

export type FaultName = keyof typeof FAULTS;

/** Without a word about faults, this is how EC2 is. */
export const USUAL_FAULTS: readonly FaultName[] = ['spot-interruptions'];

export class UnknownFaultError extends Error {
  override readonly name = 'UnknownFaultError';
}

/** Reads a comma-separated list; `none` and an empty text stand for a world without faults. Throws UnknownFaultError. */
export function parseFaults(text: string): readonly FaultName[] {
  const words = text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '' && word !== 'none');
  return words.map(checkFault);
}

function checkFault(word: string): FaultName {
  if (Object.hasOwn(FAULTS, word)) return word as FaultName;
  throw new UnknownFaultError(`there is no fault "${word}": choose from none, ${Object.keys(FAULTS).join(', ')}`);
}
