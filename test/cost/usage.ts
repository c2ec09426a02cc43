import { AsyncLocalStorage } from 'node:async_hooks';

/** What the invocations of one function came to. */
export type FunctionUsage = {
  invocations: number;
  readUnits: number;
  writeUnits: number;
  /** Requests to DynamoDB by operation: `GetItem`, `Query`, `PutItem`, `TransactWriteItems`. */
  readonly requests: Record<string, number>;
  logLines: number;
  logBytes: number;
  /** Real time in which the handler was at work, waiting for DynamoDB Local included. */
  milliseconds: number;
};

/** Books what happens to the function that is at work. */
export type UsageBook = {
  readonly of: Readonly<Record<string, FunctionUsage>>;
  invoke<Result>(name: string, work: () => Promise<Result>): Promise<Result>;
  /** The function at work, as `<service>/<function>`; undefined beside all of them. */
  atWork(): string | undefined;
  /** Its usage so far. */
  current(): FunctionUsage | undefined;
};

export function createUsageBook(): UsageBook {
  const of: Record<string, FunctionUsage> = {};
  const atWork = new AsyncLocalStorage<string>();
  const usageOf = (name: string) => {
    of[name] ??= { invocations: 0, readUnits: 0, writeUnits: 0, requests: {}, logLines: 0, logBytes: 0, milliseconds: 0 };
    return of[name];
  };
  return {
    of,
    atWork: () => atWork.getStore(),
    current() {
      const name = atWork.getStore();
      return name === undefined ? undefined : usageOf(name);
    },
    async invoke(name, work) {
      const usage = usageOf(name);
      usage.invocations += 1;
      const began = performance.now();
      try {
        return await atWork.run(name, work);
      } finally {
        usage.milliseconds += performance.now() - began;
      }
    },
  };
}
