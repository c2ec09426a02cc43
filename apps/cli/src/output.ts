/** Where a command writes. Results go to `out`; progress, hints and logs go to `err`, so that `--json` stays one document. */
export type Output = {
  /** Whether the user asked for `--json`. */
  readonly json: boolean;
  /** Whether a person is looking at standard output. */
  readonly interactive: boolean;
  out(text: string): void;
  err(text: string): void;
};

export function processOutput(json: boolean): Output {
  return {
    json,
    interactive: process.stdout.isTTY === true && !json,
    out: (text) => void process.stdout.write(`${text}\n`),
    err: (text) => void process.stderr.write(`${text}\n`),
  };
}

/** Prints a result: the document with `--json`, the text for people otherwise. */
export function show(output: Output, document: unknown, text: () => string): void {
  output.out(output.json ? JSON.stringify(document, null, 2) : text());
}
