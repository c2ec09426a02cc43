import type { Demand } from '@smartscale/backtest/traces';
import type { ChangeFeed, EventStore, Policy } from '@smartscale/events';
import type { Telemetry } from '@smartscale/lambda';
import type { MessengerPort } from '@smartscale/notifier/handler';
import type { ViewStore } from '@smartscale/views';
import type { FaultName } from './faults.ts';
import type { SimulationView } from './view.ts';

/** A store that may also keep how far its events have been relayed, so that a later process can go on from there. */
export type SimulationStore = EventStore &
  ChangeFeed & {
    readCheckpoint?(name: string): Promise<number>;
    writeCheckpoint?(name: string, sequence: number): Promise<void>;
    close?(): void;
  };

export type SimulationViews = ViewStore & { close?(): void };

export type SimulationOptions = {
  readonly demand: Demand;
  /** Put in force at the beginning. Default: of a new store the default policy, else the one in force. */
  readonly policy?: Policy;
  /** Default 1. */
  readonly seed?: string | number;
  /** Default `local`. */
  readonly clusterId?: string;
  /** Epoch milliseconds at which a new simulation begins; rounded down to a minute. Default: when its demand was measured. */
  readonly startAt?: number;
  /** Default USUAL_FAULTS. */
  readonly faults?: readonly FaultName[];
  /** Opens the store on the simulation's time. A store with a history of the cluster is continued. Default: a temporary file. */
  readonly openStore?: (now: () => number) => SimulationStore;
  /** Opens what the views of the fleet are kept in. Default: memory. */
  readonly openViews?: () => SimulationViews;
  /**
   * Whether other processes may read and write the store meanwhile, as `smartscale policy apply` does. It is then read as any
   * service reads it, and looked at once a minute for what others wrote. Default false: several times as fast.
   */
  readonly shared?: boolean;
  /** Default: tells nothing. */
  readonly telemetry?: Telemetry;
  /** Where notices go. Default: nowhere, with success. */
  readonly messenger?: MessengerPort;
  /** Called after each simulated minute. */
  readonly observer?: (view: SimulationView) => void;
};
