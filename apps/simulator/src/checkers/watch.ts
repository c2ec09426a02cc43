/** A rule of the fleet that did not hold. `at` is epoch milliseconds. */
export type Violation = { readonly invariant: string; readonly at: number; readonly detail: string };

/** Violations kept word for word; more are only counted. */
export const MOST_KEPT = 100;

export type Violations = {
  readonly kept: readonly Violation[];
  /** All of them, kept or not. */
  readonly count: number;
  add(violation: Violation): void;
};

export function createViolations(): Violations {
  const kept: Violation[] = [];
  let count = 0;
  return {
    kept,
    get count() {
      return count;
    },
    add(violation) {
      count += 1;
      if (kept.length < MOST_KEPT) kept.push(violation);
    },
  };
}

/** Tells once when something has been wrong for longer than it may be, and again only after it was right in between. */
export type Patience = { observe(wrong: string | null, now: number): string | null };

export function patience(minutes: number): Patience {
  let since: number | null = null;
  let told = false;
  return {
    observe(wrong, now) {
      if (wrong === null) {
        since = null;
        told = false;
        return null;
      }
      since ??= now;
      if (told || now - since < minutes * 60_000) return null;
      told = true;
      return `${wrong} for ${Math.round((now - since) / 60_000)} minutes`;
    },
  };
}
