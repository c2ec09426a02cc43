import type { Delivery, ServiceHandlers } from '@smartscale/runtime';
import { createServices, type ServicePorts } from '../simulation/services.ts';
import { randomStream } from '../world/random.ts';
import type { Hostility } from './hostility.ts';
import { type Life, lifeUntil, mortalPort } from './mortal-port.ts';

/** A function dies at one of so many steps; if it takes fewer, it lives. */
const MOST_STEPS = 40;
/** Attempts that may die: an event that is given up for no fault but crashes would tell nothing. */
const MORTAL_ATTEMPTS = 2;
const PORTS = ['compute', 'kubernetes', 'store', 'clock', 'prometheus', 'lookups', 'messenger', 'views', 'prices'] as const;

export type MortalHandlers = {
  readonly handlers: ServiceHandlers;
  /** To be called right before a handler is. */
  readonly onDelivery: (delivery: Delivery) => undefined;
};

/** The services' handlers, of which each invocation may die before or after any call to the outside. The next one begins anew. */
export function mortalHandlers(ports: ServicePorts, seed: number, hostility: Hostility): MortalHandlers {
  const random = randomStream(seed, 'crashes');
  const steady = createServices(ports);
  let attempt = 1;

  function mortal(service: string, name: string) {
    const handler = steady[service]?.[name];
    return async (event: unknown, context: Parameters<NonNullable<typeof handler>>[1]) => {
      const fault = attempt <= MORTAL_ATTEMPTS ? hostility.lasting('crashes') : undefined;
      if (!fault || !random.chance(fault.percent / 100)) return handler?.(event, context);
      const dieAt = 1 + Math.floor(MOST_STEPS * random.next() ** 2);
      const life = lifeUntil(dieAt, (moment) => hostility.struck('crashes', `${service}/${name} ${moment}`));
      return createServices(mortalPorts(ports, life))[service]?.[name]?.(event, context);
    };
  }

  return {
    handlers: Object.fromEntries(
      Object.entries(steady).map(([service, functions]) => [
        service,
        Object.fromEntries(Object.keys(functions).map((name) => [name, mortal(service, name)])),
      ]),
    ),
    onDelivery(delivery) {
      ({ attempt } = delivery);
      return undefined;
    },
  };
}

/** The same ports, of a process that may die at each call. */
export function mortalPorts(ports: ServicePorts, life: Life): ServicePorts {
  const { publish, setAside } = ports;
  const bus = mortalPort({ publish, setAside }, life);
  const killed = Object.fromEntries(PORTS.map((name) => [name, mortalPort(ports[name], life)]));
  return { ...ports, ...killed, ...bus };
}
