import type { PlannedLaunch, Policy } from '@smartscale/events';
import type { ClusterNode } from '@smartscale/kubernetes';
import { fleet } from '@smartscale/projections';
import type { Fact } from '../commands.ts';
import type { Instance } from '../ports.ts';

/** EC2 and the cluster as they were seen, both before the fleet's state was read. Nodes null: the cluster gave no answer. */
export type Observed = { readonly instances: readonly Instance[]; readonly nodes: readonly ClusterNode[] | null };

/** One thing to do so that stream, EC2 and cluster agree again. Each may be done twice, or not at all: the next sample shows what is left. */
export type Step =
  | { readonly kind: 'record'; readonly fact: Fact }
  /** An operation waits for nothing more and is still open. */
  | { readonly kind: 'close-operations' }
  /** An instance of ours that the stream does not know, and the launch that it is the worker of from now on. */
  | { readonly kind: 'adopt'; readonly instance: Instance; readonly launchId: string; readonly replaces: string | null }
  /** A planned launch that nobody is busy with and that has no instance. */
  | { readonly kind: 'launch'; readonly launch: PlannedLaunch; readonly operationId: string }
  /** A worker of the fleet whose time is over. */
  | { readonly kind: 'terminate'; readonly worker: fleet.Worker }
  /** An instance of ours that must not go on. */
  | {
      readonly kind: 'reap';
      readonly instanceId: string;
      readonly why: 'terminated-before' | 'stopped' | 'surplus' | 'no-node';
    }
  /** A drain that nobody ended in time: ended if the node is empty, else undone. */
  | { readonly kind: 'end-drain'; readonly worker: fleet.Worker; readonly nodeName: string }
  /** A repair whose launch has joined: now the worker goes that it was launched for. */
  | { readonly kind: 'begin-exchange'; readonly operationId: string }
  /** The mix is off and may be repaired. */
  | { readonly kind: 'repair-mix' }
  /** A worker that AWS is about to work on may be exchanged now. */
  | { readonly kind: 'exchange-due'; readonly instanceId: string }
  /** A worker at risk whose node is open to new pods. */
  | { readonly kind: 'cordon'; readonly instanceId: string; readonly nodeName: string }
  /** A cordon of ours that holds no more. */
  | { readonly kind: 'uncordon'; readonly instanceId: string; readonly nodeName: string; readonly cordonedFor: string }
  | { readonly kind: 'delete-node'; readonly nodeName: string };

export type View = {
  readonly state: fleet.FleetState;
  readonly policy: Policy;
  readonly now: number;
  readonly observed: Observed;
  readonly instanceOf: ReadonlyMap<string, Instance>;
  readonly nodeOf: ReadonlyMap<string, ClusterNode>;
  readonly nodes: readonly ClusterNode[];
  /** False without an answer of the cluster, and when it shows no node at all although workers had joined: nothing to learn from. */
  readonly nodesTrusted: boolean;
};

export function viewOf(state: fleet.FleetState, observed: Observed, options: { policy: Policy; now: number }): View {
  const instanceOf = new Map(observed.instances.map((instance) => [instance.instanceId, instance]));
  const nodeOf = new Map<string, ClusterNode>();
  const nodes = observed.nodes ?? [];
  for (const node of nodes) if (node.instanceId !== null && !node.isServer) nodeOf.set(node.instanceId, node);
  const someHadJoined = Object.values(state.workers).some((worker) => worker.status !== 'launched' && !fleet.isGivenUp(worker));
  const nodesTrusted = nodes.length > 0 || (observed.nodes !== null && !someHadJoined);
  return { state, observed, instanceOf, nodes, nodeOf, nodesTrusted, ...options };
}

/** Why our nodes are cordoned: written into the node, so that only what we did is undone. */
export const CORDONED_FOR_SCALE_DOWN = 'scale-down';
