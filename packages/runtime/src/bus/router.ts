import type { BusEvent } from '@smartscale/lambda';
import type { RuntimeClock } from '../clock/runtime-clock.ts';
import type { Invoker, RunningFunction } from '../invoke/invoker.ts';
import type { BusName, RuleWiring } from '../serverless-yml/wiring.ts';
import type { PlanDeliveries } from './disorder.ts';

/** Told of each delivery that an event leads to. */
export type DeliveryWatch = { opened(): void; settled(): void };

/** Takes an event to the functions whose rules match it. Returns the names of those rules. */
export type Router = {
  route(bus: BusName, event: BusEvent, watch?: DeliveryWatch): readonly string[];
  /** Deliveries that wait for their time. */
  waiting(): number;
};

export type RouterOptions = {
  readonly functions: readonly RunningFunction[];
  readonly invoker: Invoker;
  readonly clock: RuntimeClock;
  readonly planDeliveries: PlanDeliveries;
};

type Route = { readonly rule: RuleWiring; readonly target: RunningFunction };

export function createRouter({ functions, invoker, clock, planDeliveries }: RouterOptions): Router {
  const routes: Record<BusName, readonly Route[]> = {
    default: routesOf(functions, 'default'),
    smartscale: routesOf(functions, 'smartscale'),
  };
  let waiting = 0;

  const deliver = ({ rule, target }: Route, event: BusEvent, watch: DeliveryWatch | undefined): void => {
    const job = { target, source: rule.name, event, ...(watch && { settled: watch.settled }) };
    for (const delay of planDeliveries()) {
      watch?.opened();
      if (delay === 0) {
        invoker.invokeLater(job);
        continue;
      }
      waiting += 1;
      clock.schedule(clock.now() + delay, () => {
        waiting -= 1;
        invoker.invokeLater(job);
      });
    }
  };

  return {
    route(bus, event, watch) {
      const matched: string[] = [];
      for (const route of routes[bus]) {
        if (!route.rule.matches(event)) continue;
        matched.push(route.rule.name);
        deliver(route, event, watch);
      }
      return matched;
    },
    waiting: () => waiting,
  };
}

function routesOf(functions: readonly RunningFunction[], bus: BusName): readonly Route[] {
  return functions.flatMap((target) =>
    target.wiring.rules.filter((rule) => rule.bus === bus).map((rule) => ({ rule, target })),
  );
}
