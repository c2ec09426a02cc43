export { type Check, checkPeers } from './checks/check-peers.ts';
export { readConfiguration } from './configuration/read-configuration.ts';
export type { Configuration } from './configuration/schema.ts';
export { ConfigurationError } from './errors.ts';
export { createLog, type Log } from './log.ts';
export { openRunner, type Runner, type RunnerOptions } from './runner.ts';
