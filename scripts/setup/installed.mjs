// @ts-check
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * What was installed, as noted after a complete installation.
 * @typedef {{ lockfile: string, platform: string, node: string | null }} Installed
 */

const PLATFORM = `${process.platform}-${process.arch}`;

/**
 * The note of the last complete installation, or null when there is none for this lock file and this kind of machine.
 * @param {string} root
 * @returns {Installed | null}
 */
export function readInstalled(root) {
  const noted = /** @type {Installed | null} */ (readJson(notePath(root)));
  return noted && noted.lockfile === lockfileHash(root) && noted.platform === PLATFORM ? noted : null;
}

/**
 * @param {string} root
 * @param {string | null} node version of the bundled Node
 * @returns {Installed}
 */
export function recordInstalled(root, node) {
  const installed = { lockfile: lockfileHash(root), platform: PLATFORM, node };
  writeFileSync(notePath(root), `${JSON.stringify(installed)}\n`);
  return installed;
}

/**
 * Whether someone ran `npm install` or `npm ci` here with this lock file: then there is nothing to do, and much to disturb.
 * npm leaves a lock file of what it really installed in node_modules; optional packages of other platforms are not in it.
 * @param {string} root
 */
export function wasInstalledByHand(root) {
  const wanted = packagesOf(join(root, 'package-lock.json'));
  const present = packagesOf(join(root, 'node_modules', '.package-lock.json'));
  if (!wanted || !present) return false;
  return Object.keys(wanted).every((key) => {
    const entry = wanted[key];
    const isInstallable = entry !== undefined && key.includes('node_modules/');
    if (!isInstallable) return true;
    const found = present[key];
    return found ? found.version === entry.version && found.integrity === entry.integrity : entry.optional === true;
  });
}

/** @typedef {{ version?: string, integrity?: string, optional?: boolean, link?: boolean, os?: string[], cpu?: string[], libc?: string[] }} LockedPackage */

/**
 * Number of packages that an installation brings to this machine; an estimate, for the progress line.
 * @param {string} root
 */
export function countPackages(root) {
  const packages = packagesOf(join(root, 'package-lock.json')) || {};
  return Object.keys(packages).filter((key) => {
    const { link, os, cpu, libc } = packages[key] || {};
    if (link || !key.includes('node_modules/')) return false;
    return (!os || os.includes(process.platform)) && (!cpu || cpu.includes(process.arch)) && !libc?.includes('musl');
  }).length;
}

/**
 * @param {string} file
 * @returns {Record<string, LockedPackage> | undefined}
 */
function packagesOf(file) {
  const lock = /** @type {{ packages?: Record<string, LockedPackage> } | null} */ (readJson(file));
  return lock ? lock.packages : undefined;
}

/** @param {string} root */
function lockfileHash(root) {
  return createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
}

/** @param {string} root */
function notePath(root) {
  return join(root, 'node_modules', '.smartscale-setup');
}

/** @param {string} file */
function readJson(file) {
  try {
    return /** @type {unknown} */ (JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
}
