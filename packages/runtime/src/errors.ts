/** Base of every error that this package throws on purpose. */
export class RuntimeError extends Error {
  override readonly name: string = 'RuntimeError';
}

/** An event pattern that EventBridge would refuse. The message names the place in the pattern. */
export class InvalidPatternError extends RuntimeError {
  override readonly name = 'InvalidPatternError';
}

/** A serverless.yml that cannot be read or run here. The message names the file and what to change. */
export class ServiceConfigurationError extends RuntimeError {
  override readonly name = 'ServiceConfigurationError';
}
