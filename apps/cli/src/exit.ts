/** Exit codes of every command. */
export const EXIT = { done: 0, answerIsNo: 1, unusableInput: 2 } as const;

/** Wrong use or unusable input: one sentence that says what, where and what to do. Ends the command with exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
