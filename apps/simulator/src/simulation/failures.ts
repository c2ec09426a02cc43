import type { DeadLetter, Runtime } from '@smartscale/runtime';
import { MOST_KEPT, type Violation } from '../checkers/watch.ts';
import type { SimulationResult } from './result.ts';

/** What went wrong inside the services, whatever the fleet looks like from outside. */
export type Failures = { readonly deadLetters: number; readonly violations: readonly Violation[]; readonly count: number };

/** The dead letters of a runtime, and whether its outbox stands still. `now` is epoch milliseconds. */
export function failuresOf(
  { deadLetters, outboxTrouble }: Pick<Runtime, 'deadLetters' | 'outboxTrouble'>,
  now: number,
): Failures {
  const letters = deadLetters.list().map((letter) => ({ invariant: 'dead-letter', at: letter.at, detail: describe(letter) }));
  const trouble = outboxTrouble();
  const still = trouble === undefined ? [] : [{ invariant: 'outbox-stands-still', at: now, detail: trouble }];
  return { deadLetters: deadLetters.count(), violations: [...still, ...letters], count: deadLetters.count() + still.length };
}

/** The result of a simulation in which these failures are rules that were broken. */
export function withFailures(result: SimulationResult, { deadLetters, violations, count }: Failures): SimulationResult {
  const timed = violations.map((violation) => ({ ...violation, at: new Date(violation.at).toISOString() }));
  return {
    ...result,
    deadLetters,
    // First: they explain what the fleet did afterwards.
    violations: [...timed, ...result.violations].slice(0, MOST_KEPT),
    violationCount: result.violationCount + count,
  };
}

function describe({ service, functionName, source, attempts, error }: DeadLetter): string {
  return `${service}/${functionName} gave up an event of ${source} after ${attempts} attempts: ${error}`;
}
