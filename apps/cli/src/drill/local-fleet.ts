import type { EventStore } from '@smartscale/events';
import type { DrillBegun } from '@smartscale/simulator';
import { kindOfCluster } from '../cluster-time.ts';
import { askForDrill, askForReport, NobodyThereError } from '../control/ask-control.ts';
import { controlSocketOf } from '../control/socket-path.ts';
import { UsageError } from '../exit.ts';
import type { Ground } from './follow.ts';
import { openHistory } from './history.ts';
import type { DrillPlan } from './plan.ts';

/** Short against what a fleet does at a hundred times real speed. */
const PAUSE_MILLISECONDS = 50;

export type DrilledFleet = Ground & { begin(plan: DrillPlan): Promise<Pick<DrillBegun, 'begunAt'>> };

/** The fleet of "smartscale up" that lives on a store. UsageError when none does. */
export async function openLocalFleet(
  store: EventStore,
  { file, clusterId }: { readonly file: string; readonly clusterId: string },
): Promise<DrilledFleet> {
  const socket = controlSocketOf(file);
  if ((await kindOfCluster(store, clusterId)) === 'real') {
    throw new UsageError(
      `${file} has the life of the real cluster ${clusterId}, and "smartscale run" takes no drills: interrupt an instance with AWS Fault Injection Service, or terminate one in EC2, and read "smartscale node"`,
    );
  }
  await there(() => askForReport(socket), file);
  return {
    history: await openHistory(store, clusterId),
    ...{ transitSeconds: 0, pauseMilliseconds: PAUSE_MILLISECONDS },
    begin: ({ request }) => there(() => askForDrill(socket, request), file),
    async look() {
      try {
        const report = await askForReport(socket);
        return { now: report.now, report };
      } catch (error) {
        if (error instanceof NobodyThereError) return null;
        throw error;
      }
    },
  };
}

async function there<Answer>(asked: () => Promise<Answer>, file: string): Promise<Answer> {
  try {
    return await asked();
  } catch (cause) {
    if (!(cause instanceof NobodyThereError)) throw cause;
    const start = file === '.smartscale/fleet.db' ? 'npm start' : `npx smartscale up --store sqlite:${file}`;
    throw new UsageError(`no fleet lives on ${file} just now: start one with "${start}", and drill it from another terminal`, {
      cause,
    });
  }
}
