/** Measured demand: values at rising moments. What lies between two of them is taken to lie on the line between them. */
export type Trace = {
  /** For messages and tables: usually the file's name. */
  readonly name: string;
  /** Epoch milliseconds, strictly rising. */
  readonly times: Float64Array;
  /** As measured, in whatever unit; never below zero. Same length as `times`. */
  readonly values: Float64Array;
  /** The usual distance of two rows (their median). */
  readonly stepSeconds: number;
  /** Distances of more than one and a half usual steps: rows are missing there. */
  readonly gaps: { readonly count: number; readonly longestSeconds: number };
};

/** A trace that cannot be used. The message is one sentence that names the file, the line where there is one, and the cure. */
export class TraceError extends Error {
  override readonly name = 'TraceError';
  readonly trace: string;
  /** Counted from 1, header included; null when the whole file is meant. */
  readonly line: number | null;
  constructor(at: { trace: string; line: number | null }, problem: string, options?: ErrorOptions) {
    super(`${at.trace}${at.line === null ? '' : `, line ${at.line}`}: ${problem}`, options);
    this.trace = at.trace;
    this.line = at.line;
  }
}
