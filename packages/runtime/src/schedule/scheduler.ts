import type { CancelTimer, RuntimeClock } from '../clock/runtime-clock.ts';
import type { Invoker, RunningFunction } from '../invoke/invoker.ts';
import type { ScheduleWiring } from '../serverless-yml/wiring.ts';

const SCHEDULED_TIME = '<aws.scheduler.scheduled-time>';

/** Invokes functions by their schedules until stopped. A schedule that is due at the start fires at once. */
export type Scheduler = { start(): void; stop(): void };

export type SchedulerOptions = {
  readonly functions: readonly RunningFunction[];
  readonly clock: RuntimeClock;
  readonly invoker: Invoker;
};

export function createScheduler({ functions, clock, invoker }: SchedulerOptions): Scheduler {
  const cancels = new Map<ScheduleWiring, CancelTimer>();

  const arm = (schedule: ScheduleWiring, target: RunningFunction, at: number): void => {
    const fire = () => {
      invoker.invokeLater({ target, source: schedule.name, event: scheduledInput(schedule, at) });
      // After a stall (a sleeping machine) the missed beats are not made up for: each would see the same world.
      arm(schedule, target, schedule.expression.firstAt(Math.max(at + 1, clock.now())));
    };
    cancels.set(schedule, clock.schedule(at, fire));
  };

  return {
    start() {
      for (const target of functions) {
        for (const schedule of target.wiring.schedules) arm(schedule, target, schedule.expression.firstAt(clock.now()));
      }
    },
    stop() {
      for (const cancel of cancels.values()) cancel();
      cancels.clear();
    },
  };
}

/** The input with the scheduled time in it, as EventBridge Scheduler writes it: `2026-11-24T08:00:00Z`. */
function scheduledInput({ inputTemplate }: ScheduleWiring, at: number): unknown {
  return JSON.parse(inputTemplate.replaceAll(SCHEDULED_TIME, `${new Date(at).toISOString().slice(0, 19)}Z`));
}
