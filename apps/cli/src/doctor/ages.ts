/** `90 s`, `12 min`, `5 h`, `3 days`: a time that has passed, in two digits. */
export function formatAge(seconds: number): string {
  if (seconds < 120) return `${Math.max(0, Math.round(seconds))} s`;
  if (seconds < 7_200) return `${Math.round(seconds / 60)} min`;
  if (seconds < 172_800) return `${Math.round(seconds / 3_600)} h`;
  return `${Math.floor(seconds / 86_400)} days`;
}

/** Seconds from a timestamp to a moment in epoch milliseconds. */
export function secondsSince(timestamp: string, now: number): number {
  return (now - Date.parse(timestamp)) / 1_000;
}
