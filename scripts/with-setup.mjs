// @ts-check
// `node scripts/with-setup.mjs <command> [arguments]`: installs and builds what is missing, then runs the command on the project's Node.
//
// Plain JavaScript of 2020, because it starts on whatever Node a fresh clone meets; everything else runs on Node 24.
import { fileURLToPath } from 'node:url';
import { ensureInstalled } from './setup/ensure-installed.mjs';
import { ensurePage } from './setup/ensure-page.mjs';
import { requireNode } from './setup/node-version.mjs';
import { runCommand } from './setup/run-command.mjs';
import { SetupError } from './setup/setup-error.mjs';

const root = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');
const [command, ...args] = process.argv.slice(2);

try {
  if (command === undefined) throw new SetupError('Nothing to run: use `npm start` or `npm test`.');
  requireNode();
  const path = await ensureInstalled(root);
  await ensurePage(root, path);
  await runCommand(command, args, { ...process.env, PATH: path });
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = error.exitCode;
}
