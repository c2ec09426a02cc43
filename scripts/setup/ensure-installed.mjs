// @ts-check
import { installDependencies } from './install-dependencies.mjs';
import { readInstalled, recordInstalled, wasInstalledByHand } from './installed.mjs';
import { withLock } from './lock.mjs';
import { bundledNodeVersion, projectPath } from './node-version.mjs';

/**
 * Installs the dependencies unless those of this very package-lock.json are there. Returns the PATH to run commands with.
 * Costs a few milliseconds when there is nothing to do. Throws SetupError.
 * @param {string} root
 * @returns {Promise<string>}
 */
export async function ensureInstalled(root) {
  const installed = readInstalled(root) || (await install(root));
  return projectPath(root, installed.node);
}

/**
 * @param {string} root
 * @returns {Promise<import('./installed.mjs').Installed>}
 */
function install(root) {
  return withLock(root, async (lock) => {
    const byAnother = readInstalled(root);
    if (byAnother) return byAnother;
    if (!wasInstalledByHand(root)) await installDependencies(root, lock);
    return recordInstalled(root, bundledNodeVersion(root));
  });
}
