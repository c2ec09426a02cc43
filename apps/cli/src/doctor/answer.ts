import type { Finding } from './finding.ts';
import type { Target } from './target.ts';

/**
 * What must have been answered before anything may be called well. The rest may stay unknown: whoever may not list Flux' objects can
 * still deploy. One machine is run with narrow rights, which quotas are beyond.
 */
const REQUIRED: Readonly<Record<Target['kind'], readonly string[]>> = {
  deployed: ['credentials', 'region and zones', 'Spot quota', 'On-Demand quota', 'stacks', 'event store'],
  'one-machine': ['credentials', 'event store'],
  store: ['event store'],
};

export function requiredOf(kind: Target['kind']): ReadonlySet<string> {
  return new Set(REQUIRED[kind]);
}

export type Answer = { readonly ok: boolean; readonly unanswered: readonly string[] };

/** `unanswered`: what is required, was to be asked and could not be. */
export function answerOf(findings: readonly Finding[], required: ReadonlySet<string>): Answer {
  const unknown = findings.filter(({ verdict }) => verdict === 'unknown');
  const unanswered = unknown.map(({ name }) => name).filter((name) => required.has(name));
  const isAnswered = unknown.length < findings.length && unanswered.length === 0;
  return { ok: isAnswered && findings.every(({ verdict }) => verdict !== 'failed'), unanswered };
}
