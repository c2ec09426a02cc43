import type { PatternMatcher } from '../pattern/index.ts';
import type { ScheduleExpression } from '../schedule/expression.ts';

export type BusName = 'default' | 'smartscale';

/** A rule on a bus and its one target. */
export type RuleWiring = {
  /** Unique: `<service>/<function>#<number>`. */
  readonly name: string;
  readonly bus: BusName;
  readonly matches: PatternMatcher;
  /** As written, for those who show or check it. */
  readonly pattern: Readonly<Record<string, unknown>>;
};

export type ScheduleWiring = {
  readonly name: string;
  readonly expression: ScheduleExpression;
  /** JSON text in which `<aws.scheduler.scheduled-time>` is to be replaced. */
  readonly inputTemplate: string;
};

/** The event table's stream as the source of a function. */
export type StreamWiring = {
  readonly name: string;
  readonly batchSize: number;
  readonly bisectsOnError: boolean;
  /** -1: for ever. */
  readonly maximumRetryAttempts: number;
  readonly reportsItemFailures: boolean;
  readonly startsAtBeginning: boolean;
  /** Whether a record passes the filter patterns. */
  readonly accepts: PatternMatcher;
};

/** A function and all that invokes it, as its serverless.yml says. */
export type FunctionWiring = {
  /** The folder under services. */
  readonly service: string;
  /** The key under `functions`, which is also the export of the handler module. */
  readonly name: string;
  /** Of `src/lambda.evaluate`. */
  readonly handler: string;
  readonly timeoutMilliseconds: number;
  /** Further attempts after the function threw. */
  readonly maximumRetryAttempts: number;
  /** How many invocations may run at one time; the others wait. */
  readonly reservedConcurrency: number;
  /** Variables that are plain text; references to other stacks are left out. */
  readonly environment: Readonly<Record<string, string>>;
  readonly rules: readonly RuleWiring[];
  readonly schedules: readonly ScheduleWiring[];
  readonly streams: readonly StreamWiring[];
};
