import type { LambdaHandler } from '@smartscale/lambda';
import { ServiceConfigurationError } from './errors.ts';
import { createConcurrencyGate } from './invoke/concurrency-gate.ts';
import type { RunningFunction } from './invoke/invoker.ts';
import type { FunctionWiring } from './serverless-yml/wiring.ts';

/** Handlers by service folder and function name: what each service's `createHandlers` returns. */
export type ServiceHandlers = Readonly<Record<string, Readonly<Record<string, LambdaHandler>>>>;

/** Joins each function of a serverless.yml with its handler. Throws ServiceConfigurationError when one lacks the other. */
export function runningFunctions(wirings: readonly FunctionWiring[], handlers: ServiceHandlers): readonly RunningFunction[] {
  const running = wirings.map((wiring) => {
    const handler = handlers[wiring.service]?.[wiring.name];
    if (handler === undefined) {
      throw new ServiceConfigurationError(
        `services/${wiring.service}/serverless.yml has a function "${wiring.name}", but no handler of that name was given`,
      );
    }
    const exported = wiring.handler.split('.').at(-1);
    if (exported !== wiring.name) {
      throw new ServiceConfigurationError(
        `services/${wiring.service}/serverless.yml: function "${wiring.name}" has the handler ${wiring.handler}`,
      );
    }
    return { wiring, handler, gate: createConcurrencyGate(wiring.reservedConcurrency) };
  });
  rejectUnwired(wirings, handlers);
  return running;
}

function rejectUnwired(wirings: readonly FunctionWiring[], handlers: ServiceHandlers): void {
  const wired = new Set(wirings.map(({ service, name }) => `${service}/${name}`));
  for (const [service, functions] of Object.entries(handlers)) {
    for (const name of Object.keys(functions)) {
      if (wired.has(`${service}/${name}`)) continue;
      throw new ServiceConfigurationError(
        `a handler "${name}" was given for ${service}, but its serverless.yml has no such function`,
      );
    }
  }
}
