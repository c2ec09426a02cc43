import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleIn } from '../../scripts/packaging/bundle-sizes.ts';
import { packagedFunctions, runModule } from '../../scripts/packaging/load-bundle.ts';
import { type Measure, round, shortestSeconds } from '../measure.ts';
import { packageServices } from './package-services.ts';

/** 90 ms for the import where Node alone starts in 35 ms. */
const GOAL = 2.6;
const ROUNDS = { quick: 3, full: 25 };
const NODE = 'Node alone';

/** Starts Node with each Lambda bundle as a cold start does, in turn with Node alone. The import is what a start takes beyond that. */
export const starts: Measure = {
  name: 'starts',
  async run({ quick }) {
    const folder = mkdtempSync(join(tmpdir(), 'starts-'));
    try {
      const contenders: Record<string, () => void> = { [NODE]: starter(folder, 'nothing', Buffer.from('')) };
      for (const { service, directory } of await packageServices({ quick })) {
        for (const { functionName, environment } of packagedFunctions(directory)) {
          const bundle = bundleIn(join(directory, '.serverless', `${functionName}.zip`));
          contenders[`${service}/${functionName}`] = starter(folder, `${service}-${functionName}`, bundle, environment);
        }
      }
      const { [NODE]: bare = Number.NaN, ...seconds } = await shortestSeconds(contenders, quick ? ROUNDS.quick : ROUNDS.full);
      return Object.entries(seconds).map(([name, whole]) => ({
        name: `import of ${name}`,
        value: round((whole - bare) / bare),
        unit: 'times',
        against: `${NODE}: ${milliseconds(bare)} of ${milliseconds(whole)}`,
        goal: `${GOAL} or less`,
        holds: (whole - bare) / bare <= GOAL,
        timing: true,
      }));
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

function milliseconds(seconds: number): string {
  return `${round(1_000 * seconds, 0)} ms`;
}

function starter(folder: string, name: string, bundle: Buffer, environment: Readonly<Record<string, string>> = {}): () => void {
  const file = join(folder, `${name}.mjs`);
  writeFileSync(file, bundle);
  return () => {
    const { status, stderr } = runModule([file], environment);
    if (status !== 0) throw new Error(`${name} does not start:\n${stderr}`);
  };
}
