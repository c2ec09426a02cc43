// @ts-check
import { execFileSync } from 'node:child_process';
import { delimiter, dirname, join } from 'node:path';
import { SetupError } from './setup-error.mjs';

/** Enough to run npm and this script. */
const OLDEST_NODE_FOR_SETUP = 20;
/** The Lambda runtime's version; type stripping and node:sqlite need it too. */
const PROJECT_NODE = 24;

/** Throws SetupError when this Node cannot even install the dependencies. */
export function requireNode(version = process.versions.node) {
  if (majorOf(version) < OLDEST_NODE_FOR_SETUP) {
    throw new SetupError(
      `SmartScale needs Node ${OLDEST_NODE_FOR_SETUP} or later, and this is Node ${version}: install a newer one from https://nodejs.org and try again.`,
    );
  }
}

/**
 * Version of the Node that came with the dependencies, or null when there is none for this machine (macOS) or it does not
 * run here (a Linux without glibc).
 * @param {string} root
 * @returns {string | null}
 */
export function bundledNodeVersion(root) {
  try {
    const version = execFileSync(join(binFolder(root), 'node'), ['--version'], { stdio: ['ignore', 'pipe', 'ignore'] });
    return String(version).trim().slice(1);
  } catch {
    return null;
  }
}

/**
 * The PATH on which commands find the project's tools and Node 24: the bundled one, else the user's own.
 * @param {string} root
 * @param {string | null} bundled
 */
export function projectPath(root, bundled) {
  const rest = pathWithout(root);
  if (bundled !== null) return [binFolder(root), rest].join(delimiter);
  if (majorOf(process.versions.node) < PROJECT_NODE) {
    throw new SetupError(
      `SmartScale runs on Node ${PROJECT_NODE}, which comes with its dependencies on Linux with glibc (x64, arm64) but not on this ${process.platform}-${process.arch}, and this is Node ${process.versions.node}: install Node ${PROJECT_NODE} from https://nodejs.org and try again.`,
    );
  }
  return [dirname(process.execPath), binFolder(root), rest].join(delimiter);
}

/**
 * PATH as it was before npm put the project's own folder on it: what npm itself must run on, since it replaces that folder.
 * @param {string} root
 */
export function pathWithout(root) {
  const folders = (process.env['PATH'] || '').split(delimiter);
  return folders.filter((folder) => folder !== binFolder(root)).join(delimiter);
}

/** @param {string} root */
function binFolder(root) {
  return join(root, 'node_modules', '.bin');
}

/** @param {string} version */
function majorOf(version) {
  return Number.parseInt(version, 10);
}
