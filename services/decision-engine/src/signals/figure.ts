/** A figure as people read it: two decimals at most, so that 70.04 does not look like a threshold of 70. */
export function figure(value: number): string {
  return String(Math.round(value * 100) / 100);
}

/** `1 worker`, `2 workers`. */
export function plural(count: number, noun: string): string {
  return count === 1 ? `1 ${noun}` : `${count} ${noun}s`;
}
