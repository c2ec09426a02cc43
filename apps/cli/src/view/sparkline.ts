const BARS = '▁▂▃▄▅▆▇█';

/** A row of bars, one a value, from 0 to `top`. A missing value is a gap, never a zero. */
export function sparkline(values: readonly (number | null)[], top: number): string {
  return values.map((value) => (value === null ? ' ' : barFor(value / Math.max(top, Number.EPSILON)))).join('');
}

function barFor(share: number): string {
  const index = Math.round(Math.min(1, Math.max(0, share)) * (BARS.length - 1));
  return BARS.charAt(index);
}
