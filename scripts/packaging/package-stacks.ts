import { availableParallelism } from 'node:os';
import { basename } from 'node:path';
import { type BundleSize, bundleSizes } from './bundle-sizes.ts';
import { packageService } from './package-service.ts';

export type PackagedStacks = {
  /** Of every bundle, by service and function. Whether they are within the budget is for the caller to judge. */
  readonly sizes: readonly BundleSize[];
  /** Why a stack cannot be packaged, or a bundle does not load: a text for each such stack. */
  readonly problems: readonly string[];
};

/** Packages stacks as a deployment would, as many at a time as there are cores. Never rejects because of one: the others go on. */
export async function packageStacks(directories: readonly string[], { unpack }: { unpack: boolean }): Promise<PackagedStacks> {
  const waiting = [...directories];
  const sizes: BundleSize[] = [];
  const problems: string[] = [];

  async function packageNext(): Promise<void> {
    for (let directory = waiting.shift(); directory !== undefined; directory = waiting.shift()) {
      const service = basename(directory);
      try {
        await packageService(directory);
        sizes.push(...bundleSizes(directory, { service, unpack }));
        console.error(`packaged ${service}`);
      } catch (error) {
        problems.push((error as Error).message);
      }
    }
  }

  await Promise.all(Array.from({ length: availableParallelism() }, packageNext));
  sizes.sort((a, b) => `${a.service}/${a.functionName}`.localeCompare(`${b.service}/${b.functionName}`));
  return { sizes, problems };
}
