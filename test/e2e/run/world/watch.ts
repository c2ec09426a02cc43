import { deriveEventId, type EventData, type EventType, policySchema, streamName, toTimestamp } from '@smartscale/events';
import type { World } from './world.ts';

const PATIENCE_SECONDS = 50;

/** What the events of a type say, in their order. */
export function dataOf<Type extends EventType>(world: World, type: Type): EventData<Type>[] {
  return world.events().flatMap((event) => (event.type === type ? [event.data as EventData<Type>] : []));
}

/** Fails with all that was said when it does not come to pass. */
export async function until(world: World, what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + PATIENCE_SECONDS * 1_000;
  while (!(await holds())) {
    if (Date.now() > deadline || world.hasFailed())
      throw new Error(`it did not come to pass that ${what}; it was said:\n${world.said()}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** From another process than the one that runs, as by `smartscale policy apply`: quick to decide, and patient with machines. */
export async function adoptPolicy(world: World, { min }: { readonly min: number }): Promise<void> {
  const { clusterId, store } = world;
  const policy = policySchema.parse({
    ...{ workers: { min }, cooldown: { afterUpSeconds: 0, afterDownSeconds: 0 }, signals: { idle: { forSeconds: 120 } } },
    ...{ launch: { joinTimeoutSeconds: 1_800 }, drain: { timeoutSeconds: 120 } },
  });
  const stream = streamName('policy', clusterId);
  const expectedVersion = (await store.read(stream)).length;
  const id = deriveEventId(world.now(), 'test', clusterId, expectedVersion);
  const data = { policy, author: 'test', note: '' };
  const event = { type: 'PolicyAdopted' as const, id, correlationId: id, causationId: id, data };
  await store.append(stream, [{ ...event, occurredAt: toTimestamp(world.now()) }], { expectedVersion });
}

export async function cordonedNodes({ cluster }: World): Promise<readonly string[]> {
  const nodes = await cluster.kubernetes.listNodes();
  return nodes.filter((node) => node.cordoned).map(({ name }) => name);
}
