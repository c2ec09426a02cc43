// `npm run package`: packages every service as a deployment would, offline and without credentials, and holds each Lambda bundle to its budget.
// Options: --only <service> (may be repeated), --budget-kilobytes <n>, --unpack (leaves each bundle beside its zip). Exit code 1: a service cannot be packaged, or a bundle is too heavy.
import { existsSync, readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { aboveBudget, BUDGET_KILOBYTES, type BundleSize, bundleSizes, sizeTable } from './packaging/bundle-sizes.ts';
import { packageService } from './packaging/package-service.ts';

const SERVICES = fileURLToPath(new URL('../services', import.meta.url));

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    unpack: { type: 'boolean', default: false },
    'budget-kilobytes': { type: 'string', default: String(BUDGET_KILOBYTES) },
  },
});
const budgetKilobytes = Number(values['budget-kilobytes']);

const services = readdirSync(SERVICES)
  .filter((folder) => existsSync(join(SERVICES, folder, 'serverless.yml')))
  .filter((folder) => values.only === undefined || values.only.includes(folder));
const waiting = [...services];
const sizes: BundleSize[] = [];
const problems: string[] = [];

async function packageNext(): Promise<void> {
  for (let service = waiting.shift(); service !== undefined; service = waiting.shift()) {
    const directory = join(SERVICES, service);
    try {
      await packageService(directory);
      sizes.push(...bundleSizes(directory, { service, unpack: values.unpack }));
      console.error(`packaged ${service}`);
    } catch (error) {
      problems.push((error as Error).message);
    }
  }
}

await Promise.all(Array.from({ length: availableParallelism() }, packageNext));
sizes.sort((a, b) => `${a.service}/${a.functionName}`.localeCompare(`${b.service}/${b.functionName}`));
console.log(sizeTable(sizes, budgetKilobytes));
for (const { service, functionName } of aboveBudget(sizes, budgetKilobytes)) {
  problems.push(
    `${service}/${functionName} is above its budget of ${budgetKilobytes} KB gzipped: look for what its bundle pulls in`,
  );
}
if (services.length === 0) problems.push(`there is nothing to package in ${SERVICES}`);
for (const problem of problems) console.error(problem);
process.exitCode = problems.length === 0 ? 0 : 1;
