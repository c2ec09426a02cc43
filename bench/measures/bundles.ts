import { BUDGET_KILOBYTES, type BundleSize, bundleSizes } from '../../scripts/packaging/bundle-sizes.ts';
import { type Measure, round } from '../measure.ts';
import { packageServices } from './package-services.ts';

const KILOBYTE = 1_024;

/** Packages every service as a deployment would and weighs each Lambda bundle. */
export const bundles: Measure = {
  name: 'bundles',
  async run({ quick }) {
    const sizes: BundleSize[] = [];
    for (const { service, directory } of await packageServices({ quick })) {
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
