import type { ServiceHandlers } from '@smartscale/runtime';
import { createServices, type ServicePorts } from '../simulation/services.ts';
import { mortalPorts } from '../torture/mortal-handlers.ts';

/** Right after EC2 started an instance, before anybody wrote down that it did: the costliest moment to die at. */
export const CRASH_MOMENT = 'after launch';

/** A crash that waits for its moment. */
export type Crash = {
  arm(): void;
  isArmed(): boolean;
  /** True for the one who is to die now; nobody after him. */
  claim(): boolean;
};

export function createCrash(): Crash {
  let armed = false;
  return {
    arm() {
      armed = true;
    },
    isArmed: () => armed,
    claim() {
      const claimed = armed;
      armed = false;
      return claimed;
    },
  };
}

/** The services' handlers, of which the first that comes to the moment of an armed crash dies there, once. Its event comes again. */
export function crashableHandlers(
  ports: ServicePorts,
  { crash, onDeath }: { readonly crash: Crash; readonly onDeath: (functionName: string) => void },
): ServiceHandlers {
  const steady = createServices(ports);
  return Object.fromEntries(
    Object.entries(steady).map(([service, functions]) => [
      service,
      Object.fromEntries(
        Object.entries(functions).map(([name, handler]) => [
          name,
          async (event: unknown, context: Parameters<typeof handler>[1]) => {
            if (!crash.isArmed()) return handler(event, context);
            const life = lifeUntilCrash(crash, () => onDeath(`${service}/${name}`));
            return createServices(mortalPorts(ports, life))[service]?.[name]?.(event, context);
          },
        ]),
      ),
    ]),
  );
}

function lifeUntilCrash(crash: Crash, onDeath: () => void): Parameters<typeof mortalPorts>[1] {
  let isDead = false;
  return {
    pass(moment) {
      if (!isDead && moment === CRASH_MOMENT && crash.claim()) {
        isDead = true;
        onDeath();
      }
      if (isDead) throw new Error(`the process died ${CRASH_MOMENT}`);
    },
  };
}
