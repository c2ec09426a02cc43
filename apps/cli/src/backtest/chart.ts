import { mostIn, type Week } from './week.ts';

const [WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM] = [1_280, 460, 44, 16, 74, 34];
const DAY_MINUTES = 1_440;
const COLOURS = ['#1d4ed8', '#c2410c', '#15803d', '#7e22ce'];
const [DEMAND, DEMAND_EDGE, BAND, INK, FAINT] = ['#cbd5e1', '#64748b', '#fbbf24', '#1e293b', '#e2e8f0'];
const LEGEND_WIDTH = 190;

type Scale = { readonly x: (minute: number) => string; readonly y: (workers: number) => string };

/** A week as SVG that needs nothing else: demand as an area, what was foreseen as a band, fleets as steps. */
export function drawChart(week: Week): string {
  const { title, demand, band, lines } = week;
  const most = mostIn(week);
  const inner = { width: WIDTH - LEFT - RIGHT, height: HEIGHT - TOP - BOTTOM };
  const scale: Scale = {
    x: (minute) => (LEFT + (inner.width * minute) / demand.length).toFixed(1),
    y: (workers) => (TOP + inner.height * (1 - Math.min(workers, most) / most)).toFixed(1),
  };
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="system-ui, sans-serif" font-size="13" fill="${INK}">`,
    `<title>${escaped(title)}</title><rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    `<text x="${LEFT}" y="26" font-size="17" font-weight="600">${escaped(title)}</text>`,
    ...legendOf(lines.map(({ name }) => name)),
    ...gridOf(week, { most, scale }),
    `<path d="${area(demand, scale)}" fill="${DEMAND}" fill-opacity="0.75"/>`,
    ...bandParts(band.low, band.high, scale).map((part) => `<path d="${part}" fill="${BAND}" fill-opacity="0.4"/>`),
    `<path d="${line(demand, scale)}" fill="none" stroke="${DEMAND_EDGE}" stroke-width="0.9"/>`,
    ...lines.map(
      ({ workers }, index) =>
        `<path d="${steps(workers, scale)}" fill="none" stroke="${COLOURS[index]}" stroke-width="1.8" stroke-linejoin="round"/>`,
    ),
    '</svg>',
  ].join('\n');
}

function legendOf(names: readonly string[]): readonly string[] {
  const entries = [
    {
      name: 'demand',
      mark: (x: number) => `<rect x="${x}" y="43" width="18" height="11" fill="${DEMAND}" stroke="${DEMAND_EDGE}"/>`,
    },
    {
      name: 'foreseen, 10 to 90 %',
      mark: (x: number) => `<rect x="${x}" y="43" width="18" height="11" fill="${BAND}" fill-opacity="0.5"/>`,
    },
    ...names.map((name, index) => ({
      name,
      mark: (x: number) => `<path d="M${x},49H${x + 18}" stroke="${COLOURS[index]}" stroke-width="2.5"/>`,
    })),
  ];
  return entries.map(({ name, mark }, index) => {
    const x = LEFT + LEGEND_WIDTH * index;
    return `${mark(x)}<text x="${x + 24}" y="54">${escaped(name)}</text>`;
  });
}

function gridOf({ startAt, demand }: Week, { most, scale }: { most: number; scale: Scale }): readonly string[] {
  const every = Math.ceil(most / 12);
  const levels = Array.from({ length: Math.floor(most / every) + 1 }, (_, index) => index * every);
  const rows = levels.map((workers) => {
    const y = scale.y(workers);
    return `<path d="M${LEFT},${y}H${WIDTH - RIGHT}" stroke="${FAINT}"/><text x="${LEFT - 8}" y="${Number(y) + 4}" text-anchor="end">${workers}</text>`;
  });
  const toMidnight = (DAY_MINUTES - (Math.floor(startAt / 60_000) % DAY_MINUTES)) % DAY_MINUTES;
  const days: string[] = [];
  for (let minute = toMidnight; minute < demand.length; minute += DAY_MINUTES) {
    const x = scale.x(minute);
    const label = new Date(startAt + minute * 60_000).toLocaleDateString('en-GB', {
      ...{ weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' },
    });
    days.push(
      `<path d="M${x},${TOP}V${HEIGHT - BOTTOM}" stroke="${FAINT}"/><text x="${Number(x) + 5}" y="${HEIGHT - 12}">${label}</text>`,
    );
  }
  const unit = `<text x="${WIDTH - RIGHT}" y="26" text-anchor="end" fill="${DEMAND_EDGE}">workers, UTC</text>`;
  return [...rows, ...days, unit];
}

function line(values: Float64Array, { x, y }: Scale): string {
  return [...values].map((value, minute) => `${minute === 0 ? 'M' : 'L'}${x(minute)},${y(value)}`).join('');
}

function area(values: Float64Array, scale: Scale): string {
  return `${line(values, scale)}L${scale.x(values.length)},${scale.y(0)}L${scale.x(0)},${scale.y(0)}Z`;
}

/** One closed shape for each stretch in which something was foreseen. */
function bandParts(low: Float64Array, high: Float64Array, { x, y }: Scale): readonly string[] {
  const parts: string[] = [];
  for (let begin = 0; begin < low.length; begin += 1) {
    if (Number.isNaN(low[begin])) continue;
    let end = begin;
    while (end < low.length && !Number.isNaN(low[end])) end += 1;
    const part = { x: (minute: number) => x(minute + begin), y };
    const back = flipped(low.subarray(begin, end), { x: (minute) => x(end - minute), y });
    parts.push(`${steps(high.subarray(begin, end), part)}${back}Z`);
    begin = end;
  }
  return parts;
}

/** The same steps from right to left, going on from where the pen is. */
function flipped(values: Float64Array, scale: Scale): string {
  return steps(values.toReversed(), scale).replace('M', 'L');
}

function steps(values: Float64Array, { x, y }: Scale): string {
  let path = `M${x(0)},${y(values[0] ?? 0)}`;
  for (let minute = 1; minute < values.length; minute += 1) {
    if (values[minute] !== values[minute - 1]) path += `H${x(minute)}V${y(values[minute] ?? 0)}`;
  }
  return `${path}H${x(values.length)}`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
