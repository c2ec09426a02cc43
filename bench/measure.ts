/** One line of the table: what was measured, against what, and whether it holds. */
export type Figure = {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** What it is compared with, in words: another library in the same run, or a fixed limit. */
  readonly against: string;
  readonly goal: string;
  readonly holds: boolean;
  /** It depends on the machine and what else runs there. A quick run is excused for it, and for nothing else. */
  readonly timing: boolean;
};

/** The figures that fail a run: those that do not hold, in a quick run only the exact ones. */
export function failing(figures: readonly Figure[], { quick }: { readonly quick: boolean }): readonly Figure[] {
  return figures.filter(({ holds, timing }) => !holds && !(quick && timing));
}

/** One bench. `quick` asks for a short run that shows that it works, not for figures to quote. */
export type Measure = {
  readonly name: string;
  /** Why it cannot run here, as a sentence that says what to install; undefined when it can. */
  readonly missing?: () => string | undefined;
  readonly run: (options: { readonly quick: boolean }) => Promise<readonly Figure[]>;
};

/** Seconds that `work` takes, by the machine's clock. */
export async function secondsOf(work: () => unknown): Promise<number> {
  const startedAt = performance.now();
  await work();
  return (performance.now() - startedAt) / 1_000;
}

/** Runs contenders in turn, `rounds` times, and gives each one's median seconds: drift of the machine hits all alike. */
export async function medianSeconds<Name extends string>(
  contenders: Readonly<Record<Name, () => unknown>>,
  rounds: number,
): Promise<Record<Name, number>> {
  const names = Object.keys(contenders) as Name[];
  const seconds = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  for (let turn = 0; turn < rounds; turn += 1) {
    for (const name of names) seconds[name].push(await secondsOf(contenders[name]));
  }
  return Object.fromEntries(names.map((name) => [name, median(seconds[name])])) as Record<Name, number>;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

export function round(value: number, digits = 2): number {
  return Number(value.toFixed(digits));
}
