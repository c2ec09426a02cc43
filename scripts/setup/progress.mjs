// @ts-check
const TERMINAL_EVERY_MILLISECONDS = 200;
/** What a package is, then the package. */
const ANSWERS_PER_PACKAGE = 2;
const PLAIN_EVERY_MILLISECONDS = 5_000;

/**
 * Tells on stderr how far the installation is: one line that is rewritten on a terminal, a line every few seconds elsewhere.
 * @param {number} total packages expected
 */
export function startProgress(total) {
  const terminal = process.stderr.isTTY === true;
  const startedAt = Date.now();
  let answers = 0;
  const elapsed = () => `${Math.round((Date.now() - startedAt) / 1_000)} s`;
  const arrived = () => Math.min(Math.floor(answers / ANSWERS_PER_PACKAGE), total);
  /** @param {string} text */
  const show = (text) => process.stderr.write(terminal ? `\r\x1b[2K${text}` : `${text}\n`);
  const tell = () => show(`Installing dependencies: ${arrived()} of ${total} packages, ${elapsed()}`);
  show(`Installing dependencies into node_modules, which is needed once: about ${total} packages`);
  const timer = setInterval(tell, terminal ? TERMINAL_EVERY_MILLISECONDS : PLAIN_EVERY_MILLISECONDS);
  return {
    registryAnswered: () => {
      answers += 1;
    },
    /** @param {string} outcome */
    end: (outcome) => {
      clearInterval(timer);
      show(`Installing dependencies: ${outcome} after ${elapsed()}`);
      if (terminal) process.stderr.write('\n');
    },
  };
}
