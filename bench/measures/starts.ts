import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleIn } from '../../scripts/packaging/bundle-sizes.ts';
import { packagedFunctions, runModule } from '../../scripts/packaging/load-bundle.ts';
import { type Measure, round } from '../measure.ts';
import { packageServices } from './package-services.ts';

/** 90 ms for the import where Node alone starts in 35 ms. */
const GOAL = 2.6;
const ROUNDS = { quick: 3, full: 25 };
const NODE = 'Node alone';

/** Written by a process as it ends: the milliseconds of computing that it took, whatever else the machine had to do meanwhile. */
const TELL_MILLISECONDS = `process.on('exit', () => {
  const { user, system } = process.cpuUsage();
  require('fs').writeSync(1, String((user + system) / 1e3));
});`;

/**
 * Starts Node with each Lambda bundle as a cold start does, in turn with Node alone; the best of all rounds counts. The import is what a
 * start takes beyond Node alone.
 */
export const starts: Measure = {
  name: 'starts',
  async run({ quick }) {
    const folder = mkdtempSync(join(tmpdir(), 'starts-'));
    try {
      const contenders: Record<string, () => number> = { [NODE]: starter(folder, 'nothing', Buffer.from('')) };
      for (const { service, directory } of await packageServices({ quick })) {
        for (const { functionName, environment } of packagedFunctions(directory)) {
          const bundle = bundleIn(join(directory, '.serverless', `${functionName}.zip`));
          contenders[`${service}/${functionName}`] = starter(folder, `${service}-${functionName}`, bundle, environment);
        }
      }
      const { [NODE]: bare = Number.NaN, ...whole } = bestInTurn(contenders, quick ? ROUNDS.quick : ROUNDS.full);
      return Object.entries(whole).map(([name, milliseconds]) => ({
        name: `import of ${name}`,
        value: round((milliseconds - bare) / bare),
        unit: 'times',
        against: `${NODE}: ${round(bare, 0)} of ${round(milliseconds, 0)} ms`,
        goal: `${GOAL} or less`,
        holds: (milliseconds - bare) / bare <= GOAL,
        timing: true,
      }));
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

function bestInTurn(contenders: Readonly<Record<string, () => number>>, rounds: number): Record<string, number> {
  const best: Record<string, number> = {};
  for (let turn = 0; turn < rounds; turn += 1) {
    for (const [name, start] of Object.entries(contenders)) best[name] = Math.min(best[name] ?? Infinity, start());
  }
  return best;
}

/** Writes a bundle into a folder; each call of what is returned starts it and gives the milliseconds that it took. */
function starter(
  folder: string,
  name: string,
  bundle: Buffer,
  environment: Readonly<Record<string, string>> = {},
): () => number {
  const file = join(folder, `${name}.mjs`);
  const teller = join(folder, 'tell.cjs');
  writeFileSync(file, bundle);
  writeFileSync(teller, TELL_MILLISECONDS);
  return () => {
    const { status, stdout, stderr } = runModule(['--require', teller, file], environment);
    if (status !== 0) throw new Error(`${name} does not start:\n${stderr}`);
    return Number(stdout.trim().split('\n').at(-1));
  };
}
