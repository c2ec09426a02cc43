/** `1 node`, `2 nodes`. */
export function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`;
}

/** `spot` and `on-demand` as EC2's own pages write them. */
export function capacityName(capacityType: 'spot' | 'on-demand'): string {
  return capacityType === 'spot' ? 'Spot' : 'On-Demand';
}

/** A duration in the unit that people would say it in: `90 seconds`, `2 minutes`. */
export function inWords(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  return whole < 120 && whole !== 60 ? counted(whole, 'second') : counted(Math.round(whole / 60), 'minute');
}

/** `12:34:56 UTC` of a timestamp. */
export function timeOfDay(timestamp: string): string {
  return `${timestamp.slice(11, 19)} UTC`;
}

/** What a decision's sentence says was seen: "CPU 78 % above 70 % for 2 samples: 3 -> 5 workers" is "CPU: 78%". */
export function shortReason(reason: string): string {
  const [seen = ''] = reason.split(/: \d+ -> \d+ |, | above | below | for /, 1);
  const [, what, percent] = /^(\w+) ([\d.]+) %$/.exec(seen) ?? [];
  if (what !== undefined) return `${what}: ${Math.round(Number(percent))}%`;
  return seen.length > MAX_REASON_CHARACTERS ? `${seen.slice(0, MAX_REASON_CHARACTERS - 1)}…` : seen;
}

const MAX_REASON_CHARACTERS = 60;
