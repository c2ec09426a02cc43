import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BUDGET_KILOBYTES, type BundleSize, bundleSizes } from '../../scripts/packaging/bundle-sizes.ts';
import { packageService } from '../../scripts/packaging/package-service.ts';
import { type Measure, round } from '../measure.ts';

const SERVICES = fileURLToPath(new URL('../../services', import.meta.url));

const KILOBYTE = 1_024;

/** Packages every service as a deployment would and weighs each Lambda bundle. */
export const bundles: Measure = {
  name: 'bundles',
  async run({ quick }) {
    const services = readdirSync(SERVICES).filter((folder) => existsSync(join(SERVICES, folder, 'serverless.yml')));
    const sizes: BundleSize[] = [];
    for (const service of quick ? services.slice(0, 1) : services) {
      const directory = join(SERVICES, service);
      await packageService(directory);
      sizes.push(...bundleSizes(directory, { service, unpack: false }));
    }
    return sizes.map(({ service, functionName, gzippedBytes }) => ({
      name: `bundle of ${service}/${functionName}`,
      value: round(gzippedBytes / KILOBYTE, 1),
      unit: 'KB gzipped',
      against: 'its budget',
      goal: `${BUDGET_KILOBYTES} or less`,
      holds: gzippedBytes <= BUDGET_KILOBYTES * KILOBYTE,
      timing: false,
    }));
  },
};
