/** Fewest and most workers. */
export type Limits = { readonly min: number; readonly max: number };

export function clamp(workers: number, { min, max }: Limits): number {
  return Math.min(max, Math.max(min, workers));
}
