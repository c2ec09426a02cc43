// @ts-check
/** What keeps the project from running here, in a sentence that also says what to do. */
export class SetupError extends Error {
  /**
   * @param {string} message
   * @param {number} [exitCode] 2, unusable surroundings, unless a command's own convention says otherwise
   */
  constructor(message, exitCode = 2) {
    super(message);
    this.name = 'SetupError';
    this.exitCode = exitCode;
  }
}
