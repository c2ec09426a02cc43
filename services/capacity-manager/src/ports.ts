import type { RecordedEvent } from '@smartscale/events';

export type CapacityType = RecordedEvent<'NodeLaunched'>['data']['capacityType'];

export type LaunchRequest = {
  /**
   * Names the launch: the same request again returns the same instance and starts no second one. A launch that has an instance
   * in one place and is asked for in another gets that instance or a ComputeError with the code IdempotentParameterMismatch.
   */
  readonly launchId: string;
  readonly clusterId: string;
  readonly operationId: string;
  readonly correlationId: string;
  readonly zone: string;
  readonly capacityType: CapacityType;
  /** Any of these; EC2 picks by price and capacity. */
  readonly instanceTypes: readonly string[];
};

/** An instance that carries our cluster's tag. */
export type Instance = {
  readonly instanceId: string;
  /** From its tag; null when it was not launched by us. */
  readonly launchId: string | null;
  readonly zone: string;
  readonly capacityType: CapacityType;
  readonly instanceType: string;
  readonly state: 'pending' | 'running' | 'shutting-down' | 'terminated' | 'stopping' | 'stopped';
  /** Epoch milliseconds. */
  readonly launchedAt: number;
};

export type LaunchAnswer =
  | { readonly kind: 'launched'; readonly instance: Instance }
  /** No capacity for any of the types in this zone: InsufficientInstanceCapacity and its kin, by EC2's own code. */
  | { readonly kind: 'unavailable'; readonly code: string; readonly message: string };

/** EC2, as far as this service needs it. Throws ComputeError for what a retry or a person must solve. */
export type ComputePort = {
  launch(request: LaunchRequest): Promise<LaunchAnswer>;
  /** All of the cluster's workers, terminated ones only as long as EC2 still shows them. */
  listInstances(clusterId: string): Promise<readonly Instance[]>;
  /** An instance already gone is no error. */
  terminate(instanceIds: readonly string[]): Promise<void>;
};

export type PricePort = {
  /** USD per hour of an offering now. Throws when it is not known. */
  pricePerHourUsd(offering: { instanceType: string; zone: string; capacityType: CapacityType }): Promise<number>;
  /** The Spot price in force, and since when (epoch milliseconds) it is. Null when EC2 has none; throws ComputeError. */
  spotPriceInForce(offering: { instanceType: string; zone: string }): Promise<SpotPrice | null>;
};

export type SpotPrice = { readonly pricePerHourUsd: number; readonly since: number };

export class ComputeError extends Error {
  override readonly name = 'ComputeError';
  readonly kind: 'throttled' | 'unauthorized' | 'quota' | 'invalid' | 'failed';
  /** EC2's own code. */
  readonly code: string;
  constructor(kind: ComputeError['kind'], code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
    this.code = code;
  }
}
