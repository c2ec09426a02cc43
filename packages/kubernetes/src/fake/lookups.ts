import type { Deployment, FakeNode, World } from './world.ts';

/** The node of that name. Throws when there is none: a mistake of the caller, not of the world. */
export function nodeOf(world: World, name: string): FakeNode {
  const node = world.nodes.get(name);
  if (!node) throw new Error(`there is no node ${name}`);
  return node;
}

/** The deployment of that name. Throws when there is none. */
export function deploymentOf(world: World, name: string): Deployment {
  const deployment = world.deployments.find((known) => known.name === name);
  if (!deployment) throw new Error(`there is no deployment ${name}`);
  return deployment;
}
