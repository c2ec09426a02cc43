/** Makes calls wait for those before them. A failed one fails for its caller only. */
export function inTurn<Arguments extends readonly unknown[]>(
  work: (...parameters: Arguments) => Promise<void>,
): (...parameters: Arguments) => Promise<void> {
  let before: Promise<void> = Promise.resolve();
  return (...parameters) => {
    const turn = before.then(() => work(...parameters));
    before = turn.catch(() => {});
    return turn;
  };
}
