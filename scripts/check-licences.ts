// `npm run check:licences`: everything installed is under a licence that suits its use.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { judgeLicences, type LockedPackage } from './licences/judge.ts';

/** Fewer than this, and the lock file was not read as it should be. */
const FEWEST_PACKAGES = 100;

const lockfile = join(import.meta.dirname, '../package-lock.json');
const { packages } = JSON.parse(readFileSync(lockfile, 'utf8')) as { packages: Record<string, LockedPackage> };
const { checked, complaints } = judgeLicences(packages);
const all =
  checked < FEWEST_PACKAGES ? [`only ${checked} packages were found in package-lock.json`, ...complaints] : complaints;
for (const complaint of all) console.error(complaint);
console.log(`${checked} packages: ${all.length === 0 ? 'every licence suits its use' : `${all.length} complaints`}`);
process.exitCode = all.length === 0 ? 0 : 1;
