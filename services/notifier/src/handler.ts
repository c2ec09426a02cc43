import type { EventStore } from '@smartscale/events';
import {
  busHandler,
  type Clock,
  type Invocation,
  type LambdaHandler,
  scheduleHandler,
  type Telemetry,
} from '@smartscale/lambda';
import { inTurn } from './in-turn.ts';
import { TOLD_EVENTS } from './notice-for.ts';
import type { MessengerPort } from './ports.ts';
import { type ReportTime, reportWeek, USUAL_REPORT_TIME } from './report-week.ts';
import { retell } from './retell.ts';
import { tell } from './tell.ts';
import type { Teller } from './teller.ts';

export type { Notice } from './notice.ts';
export type { Manner, MessengerPort, SendAnswer } from './ports.ts';

export type Dependencies = {
  readonly store: EventStore;
  readonly clusterId: string;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
  readonly messenger: MessengerPort;
  /** Where the console is, for the button of each message; null or left out: no button. */
  readonly consoleUrl?: string | null;
  /** When the week before is told; left out: at USUAL_REPORT_TIME. */
  readonly reportTime?: ReportTime;
};

/** Of the schedule of `retell`. */
export const RETELL_INTERVAL_SECONDS = 300;
/** Of the schedule of `report`. */
export const REPORT_INTERVAL_SECONDS = 3_600;

export function createHandlers(dependencies: Dependencies): Readonly<Record<'notify' | 'retell' | 'report', LambdaHandler>> {
  const { telemetry, clusterId, clock } = dependencies;
  const service = 'notifier';
  const tellerIn = ({ telemetry: told, context }: Invocation): Teller => ({
    ...dependencies,
    consoleUrl: dependencies.consoleUrl ?? null,
    telemetry: told,
    endsAt: clock.now() + context.getRemainingTimeInMillis(),
  });
  // One after the other: in one process messages keep their order, and nothing is retold while it is on its way.
  const turn = inTurn((work: () => Promise<void>) => work());
  return {
    notify: busHandler({
      ...{ service, telemetry, clusterId, on: TOLD_EVENTS },
      handle: (event, invocation) => turn(() => tell(tellerIn(invocation), event, invocation.context.awsRequestId)),
    }),
    retell: scheduleHandler({
      ...{ service, telemetry, intervalSeconds: RETELL_INTERVAL_SECONDS },
      handle: (_, invocation) => turn(() => retell(tellerIn(invocation))),
    }),
    report: scheduleHandler({
      ...{ service, telemetry, intervalSeconds: REPORT_INTERVAL_SECONDS },
      handle: (_, invocation) =>
        turn(() =>
          reportWeek(tellerIn(invocation), dependencies.reportTime ?? USUAL_REPORT_TIME, invocation.context.awsRequestId),
        ),
    }),
  };
}
