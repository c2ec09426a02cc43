export function usd(amount: number): string {
  return `$${amount.toFixed(2)}`;
}

/** A price of an hour has more digits than a bill. */
export function usdPerHour(amount: number): string {
  return `$${amount.toFixed(4)}`;
}

export function decimal(value: number, digits = 1): string {
  return value.toFixed(digits);
}

export function percent(value: number): string {
  return `${Math.round(value)} %`;
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

export function orDash(value: number | null, format: (known: number) => string): string {
  return value === null ? '–' : format(value);
}

/** The last six of an instance id tell workers apart. */
export function shortId(instanceId: string): string {
  return instanceId.length > 10 ? `…${instanceId.slice(-6)}` : instanceId;
}
