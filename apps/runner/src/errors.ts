/** The configuration cannot be used: one sentence that says what, where and what to do. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}
