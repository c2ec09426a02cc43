// `npm run package`: packages every stack as a deployment would, offline and without credentials, and holds each Lambda bundle to its budget.
// Options: --only <folder> (may be repeated), --budget-kilobytes <n>, --unpack (leaves each bundle beside its zip). Exit code 1: a stack cannot be packaged, or a bundle is too heavy.
import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { aboveBudget, BUDGET_KILOBYTES, sizeTable } from './packaging/bundle-sizes.ts';
import { packageStacks } from './packaging/package-stacks.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    unpack: { type: 'boolean', default: false },
    'budget-kilobytes': { type: 'string', default: String(BUDGET_KILOBYTES) },
  },
});
const budgetKilobytes = Number(values['budget-kilobytes']);

const directories = ['infra', 'services']
  .flatMap((parent) => readdirSync(join(ROOT, parent)).map((folder) => join(ROOT, parent, folder)))
  .filter((directory) => existsSync(join(directory, 'serverless.yml')))
  .filter((directory) => values.only === undefined || values.only.includes(basename(directory)));
const { sizes, problems: notPackaged } = await packageStacks(directories, { unpack: values.unpack });
const problems = [...notPackaged];
console.log(sizeTable(sizes, budgetKilobytes));
for (const { service, functionName } of aboveBudget(sizes, budgetKilobytes)) {
  problems.push(
    `${service}/${functionName} is above its budget of ${budgetKilobytes} KB gzipped: look for what its bundle pulls in`,
  );
}
if (directories.length === 0) problems.push(`there is nothing to package in ${ROOT}`);
for (const problem of problems) console.error(problem);
process.exitCode = problems.length === 0 ? 0 : 1;
