// `npm run picture`: draws docs/images/live-view.svg, what `smartscale up` shows in the evening of its first day.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defaultPolicy, toTimestamp } from '@smartscale/events';
import { createMemoryEventStore } from '@smartscale/events/memory';
import { createSimulation } from '@smartscale/simulator';
import { readDemand } from '../apps/cli/src/read-demand.ts';
import { readFleetView } from '../apps/cli/src/view/fleet-view.ts';
import { formatFleetView } from '../apps/cli/src/view/format-view.ts';
import { staticFleetLine } from '../apps/cli/src/view/show-fleet.ts';
import { terminalSvg } from './picture/terminal-svg.ts';

const HOURS = Number(process.argv[2] ?? 18.25);
const PICTURE = fileURLToPath(new URL('../docs/images/live-view.svg', import.meta.url));

process.env['FORCE_COLOR'] = '1';
const { demand } = readDemand('nasa-http', {
  ...{ peakWorkers: 6, maxWorkers: defaultPolicy().workers.max },
  warn: (text) => process.stderr.write(`${text}\n`),
});
let store: ReturnType<typeof createMemoryEventStore> | undefined;
const messenger = { channel: 'slack', send: async () => ({ kind: 'sent' as const }) };
const simulation = await createSimulation({
  ...{ demand, messenger },
  openStore: (clock) => {
    store = createMemoryEventStore({ now: clock });
    return store;
  },
});
await simulation.run({ days: HOURS / 24 });
if (!store) throw new Error('the simulation did not open its store');
const now = simulation.view.startAt + HOURS * 3_600_000;
const view = await readFleetView(store, simulation.clusterId, toTimestamp(now));
const picture = formatFleetView(view, {
  title: 'simulated fleet on nasa-http, 120 times as fast as real',
  facts: [staticFleetLine(simulation, demand, { usd: view.cost.usd, now })],
  footer: 'Ctrl-C stops; the events are in .smartscale/fleet.db. Elsewhere: npx smartscale explain last',
  columns: 116,
});
writeFileSync(PICTURE, terminalSvg(picture));
process.stdout.write(`${picture}\n`);
