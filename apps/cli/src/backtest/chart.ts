/** Workers of one policy, minute by minute. */
export type ChartLine = { readonly name: string; readonly colour: string; readonly workers: Float64Array };

const [WIDTH, HEIGHT, LEFT, TOP, BOTTOM] = [1_200, 360, 40, 40, 30];
const DAY_MINUTES = 1_440;

/** Demand as an area and fleets as steps over it: an SVG that needs nothing else. `startAt` in epoch milliseconds. */
export function drawChart(
  demand: Float64Array,
  { title, startAt, lines }: { readonly title: string; readonly startAt: number; readonly lines: readonly ChartLine[] },
): string {
  const most = Math.ceil(
    [demand, ...lines.map(({ workers }) => workers)].flatMap((values) => [...values]).reduce((a, b) => Math.max(a, b), 1),
  );
  const x = (minute: number) => (LEFT + ((WIDTH - LEFT) * minute) / demand.length).toFixed(1);
  const y = (workers: number) => (TOP + (HEIGHT - TOP - BOTTOM) * (1 - workers / most)).toFixed(1);
  const area = `M${x(0)},${y(0)}${[...demand].map((value, minute) => `L${x(minute)},${y(value)}`).join('')}L${x(demand.length)},${y(0)}Z`;
  const days = Array.from({ length: Math.ceil(demand.length / DAY_MINUTES) }, (_, day) => {
    const label = new Date(startAt + day * DAY_MINUTES * 60_000).toISOString().slice(0, 10);
    return `<path d="M${x(day * DAY_MINUTES)},${TOP}V${HEIGHT - BOTTOM}" stroke="#ddd"/><text x="${x(day * DAY_MINUTES)}" y="${HEIGHT - 10}">${label}</text>`;
  });
  const scale = Array.from({ length: most + 1 }, (_, workers) => `<text x="8" y="${y(workers)}">${workers}</text>`);
  const legend = lines.map(
    ({ name, colour }, index) => `<text x="${LEFT + 180 * (index + 1)}" y="30" fill="${colour}">${escaped(name)}</text>`,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12">`,
    `<title>${escaped(title)}</title><rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    `<text x="${LEFT}" y="14">${escaped(title)}</text><text x="${LEFT}" y="30" fill="#888">demand in workers</text>`,
    ...days,
    ...scale,
    ...legend,
    `<path d="${area}" fill="#ccc"/>`,
    ...lines.map(({ colour, workers }) => `<path d="${steps(workers, x, y)}" fill="none" stroke="${colour}"/>`),
    '</svg>',
  ].join('\n');
}

function steps(workers: Float64Array, x: (minute: number) => string, y: (workers: number) => string): string {
  let path = `M${x(0)},${y(workers[0] ?? 0)}`;
  for (let minute = 1; minute < workers.length; minute += 1) {
    if (workers[minute] !== workers[minute - 1]) path += `H${x(minute)}V${y(workers[minute] ?? 0)}`;
  }
  return `${path}H${x(workers.length)}`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
