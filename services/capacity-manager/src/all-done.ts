/** Waits for all, then fails with the first failure: nothing goes on behind the back of a handler that has returned. */
export async function allDone(work: readonly Promise<unknown>[]): Promise<void> {
  const ended = await Promise.allSettled(work);
  const failed = ended.find((outcome) => outcome.status === 'rejected');
  if (failed) throw failed.reason;
}
