/** Time as a dependency. The real one is the machine's; the simulator's is virtual. */
export type Clock = {
  /** Epoch milliseconds. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
};

/** What a handler may know of its invocation: the part of Lambda's context that we use. */
export type InvocationContext = {
  readonly awsRequestId: string;
  readonly functionName: string;
  getRemainingTimeInMillis(): number;
};

/** A handler as Lambda calls it, and as the local runtime does. */
export type LambdaHandler = (event: unknown, context: InvocationContext) => Promise<unknown>;

/** An event as EventBridge delivers it to a target. `replay-name` is there only while an archive is replayed. */
export type BusEvent = {
  readonly version: '0';
  readonly id: string;
  readonly source: string;
  readonly 'detail-type': string;
  readonly account: string;
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: unknown;
  readonly 'replay-name'?: string;
};

/** Where a handler tells what it did. Production: Powertools to stdout (EMF); elsewhere: whatever the runtime shows. */
export type Telemetry = {
  info(message: string, facts?: Readonly<Record<string, unknown>>): void;
  warn(message: string, facts?: Readonly<Record<string, unknown>>): void;
  error(message: string, facts?: Readonly<Record<string, unknown>>): void;
  /** Adds to a metric; `name` is in CamelCase, as CloudWatch shows it. */
  count(name: string, value?: number): void;
};

/** Tells nothing: for tests and fast simulations. */
export const silent: Telemetry = { info() {}, warn() {}, error() {}, count() {} };
