const MINUTE = 60_000;
const MINUTES_OF_A_DAY = 1_440;
const DAYS = 7;
/** A Monday that begins a month of 30 days. */
const START = Date.UTC(2026, 5, 1);

/** Demand of a working day, in hundredths of a worker, at hours of the day; in between on the line. */
const WORKDAY: readonly (readonly [hour: number, demand: number])[] = [
  [0, 60],
  [6, 60],
  [8, 120],
  [8.75, 240],
  [9, 450],
  [10, 450],
  [10.5, 320],
  [12, 320],
  [12.5, 220],
  [13.5, 240],
  [14, 330],
  [17, 300],
  [18.5, 150],
  [21, 90],
  [24, 60],
];
const DAY_OFF: readonly (readonly [hour: number, demand: number])[] = [
  [0, 60],
  [9, 70],
  [12, 100],
  [18, 90],
  [24, 60],
];
/** How far demand strays from that line: two waves of periods that have nothing to do with each other or with the hour. */
const WAVES = [
  { minutes: 17, share: 0.04 },
  { minutes: 41, share: 0.05 },
] as const;

/**
 * A made-up week of an office's application, Monday first, as a trace: 0.6 of a worker at night, a jump to 4.5 at 9:00 for an hour, 3 and
 * something until the evening with a hole at noon, next to nothing on two days off. A fleet of five carries its peak at 90 % load.
 */
export function officeHoursCsv(): string {
  const rows = Array.from({ length: DAYS * MINUTES_OF_A_DAY }, (_, minute) => {
    const at = new Date(START + minute * MINUTE).toISOString().replace('.000Z', 'Z');
    return `${at},${demandAt(minute).toFixed(1)}`;
  });
  return `timestamp_iso,value\n${rows.join('\n')}\n`;
}

function demandAt(minute: number): number {
  const isDayOff = Math.floor(minute / MINUTES_OF_A_DAY) >= 5;
  const line = onLine(isDayOff ? DAY_OFF : WORKDAY, (minute % MINUTES_OF_A_DAY) / 60);
  return WAVES.reduce((demand, { minutes, share }) => demand + line * share * Math.sin((2 * Math.PI * minute) / minutes), line);
}

function onLine(points: typeof WORKDAY, hour: number): number {
  const next = points.findIndex(([at]) => at > hour);
  const [[fromHour, from] = [0, 0], [toHour, to] = [24, 0]] = [points[next - 1], points[next]];
  return from + ((to - from) * (hour - fromHour)) / (toHour - fromHour);
}
