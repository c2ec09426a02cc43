import type { Demand } from '@smartscale/backtest/traces';
import { type EventStore, toTimestamp } from '@smartscale/events';
import { type Simulation, staticFleetOf } from '@smartscale/simulator';
import { createLogUpdate } from 'log-update';
import type { Output } from '../output.ts';
import { readFleetView } from './fleet-view.ts';
import { formatFleetView } from './format-view.ts';

const REPAINT_MILLISECONDS = 250;
const LINES_MILLISECONDS = 1_000;
const STATUS_EVERY_MILLISECONDS = 600_000;
const DEFAULT_COLUMNS = 100;

export type Shown = { stop(): Promise<void> };
export type Show = (options: {
  readonly simulation: Simulation;
  readonly demand: Demand;
  readonly store: EventStore;
  readonly output: Output;
  readonly title: string;
  readonly footer: string;
  /** Called once when the fleet cannot be shown any more; `stop` then throws the reason. */
  readonly onFailure: () => void;
}) => Shown;

/** Repaints the terminal four times a second. */
export const showScreen: Show = ({ simulation, demand, store, title, footer, onFailure }) => {
  const paint = createLogUpdate(process.stdout, { showCursor: false });
  const repaint = async () => {
    const { now } = simulation.view;
    const view = await readFleetView(store, simulation.clusterId, toTimestamp(now));
    const facts = [staticFleetLine(simulation, demand, { usd: view.cost.usd, now })];
    paint(`${formatFleetView(view, { title, footer, facts, columns: process.stdout.columns ?? DEFAULT_COLUMNS })}\n`);
  };
  return repeatedly(repaint, { milliseconds: REPAINT_MILLISECONDS, onFailure, atEnd: () => paint.done() });
};

/** One line a decision that changes something, and one every ten simulated minutes: for logs and pipes. */
export const showLines: Show = ({ simulation, store, output, title, onFailure }) => {
  output.out(title);
  let told = 0;
  let period = -1;
  const tellNews = async () => {
    const { now, workers, demand, changes, counts } = simulation.view;
    const newChanges = changes.filter(({ position }) => position > told).toReversed();
    for (const { recordedAt, data } of newChanges) output.out(`${recordedAt}  ${data.action.padEnd(4)}  ${data.reason}`);
    told = Math.max(told, ...newChanges.map(({ position }) => position));
    if (Math.floor(now / STATUS_EVERY_MILLISECONDS) === period) return;
    period = Math.floor(now / STATUS_EVERY_MILLISECONDS);
    const { cost } = await readFleetView(store, simulation.clusterId, toTimestamp(now));
    const fleet = `${workers.length} workers for a demand of ${demand.toFixed(1)}`;
    output.out(`${toTimestamp(now)}  fleet ${fleet}, ${counts.ticks} decisions, ${cost.usd.toFixed(2)} USD so far`);
  };
  return repeatedly(tellNews, { milliseconds: LINES_MILLISECONDS, onFailure });
};

/** What the fleet that people would have without an autoscaler would have cost until now. */
export function staticFleetLine(
  { view, policy }: Simulation,
  demand: Demand,
  { usd, now }: { readonly usd: number; readonly now: number },
): string {
  const { workers, costUsd } = staticFleetOf(demand, policy, (now - view.startAt) / 3_600_000);
  if (costUsd === 0) return '';
  const saved = Math.round(100 * (1 - usd / costUsd));
  return `A static fleet of ${workers} On-Demand workers: ${costUsd.toFixed(2)} USD, so ${saved} % saved`;
}

type Repetition = { readonly milliseconds: number; readonly onFailure: () => void; readonly atEnd?: () => void };

/** Does `work` again and again, one after the other, until it fails or is stopped. Stopping throws what it failed with. */
function repeatedly(work: () => Promise<void>, { milliseconds, onFailure, atEnd }: Repetition): Shown {
  let running: Promise<void> = Promise.resolve();
  let failure: Error | undefined;
  const again = () => {
    running = running
      .then(() => (failure ? undefined : work()))
      .catch((error: unknown) => {
        failure = error instanceof Error ? error : new Error(String(error));
        onFailure();
      });
  };
  const timer = setInterval(again, milliseconds);
  let stopped = false;
  return {
    async stop() {
      if (stopped) return;
      stopped = true;
      clearInterval(timer);
      await running;
      atEnd?.();
      if (failure) throw failure;
    },
  };
}
