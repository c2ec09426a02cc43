#!/usr/bin/env node
// Runs the command on Node 24, whichever Node began it: the sources are TypeScript that Node 24 reads as they are.
import { existsSync } from 'node:fs';
import module from 'node:module';
import { fileURLToPath } from 'node:url';
import { runCommand } from '../../../scripts/setup/run-command.mjs';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const lockedNode = fileURLToPath(new URL('../../../node_modules/.bin/node', import.meta.url));
/** What Node makes of the sources is kept here: a command, and each press of the tabulator, starts in half the time. */
const compileCache = fileURLToPath(new URL('../../../node_modules/.cache/node', import.meta.url));
const NEEDED = 24;
const current = Number.parseInt(process.versions.node, 10);

if (current >= NEEDED) {
  module.enableCompileCache?.(compileCache);
  await import(main);
} else if (existsSync(lockedNode)) {
  await runCommand(lockedNode, [main, ...process.argv.slice(2)], { NODE_COMPILE_CACHE: compileCache, ...process.env });
} else {
  process.stderr.write(
    `smartscale needs Node ${NEEDED}, this is ${process.versions.node}: run npm ci in the repository first\n`,
  );
  process.exitCode = 2;
}
