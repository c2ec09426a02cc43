import type { Judgement } from './guards/index.ts';
import type { Proposal } from './proposal.ts';
import { plural } from './signals/figure.ts';

/** "CPU 78 % above 70 % for 2 samples: 3 -> 4 workers": what was seen, and what comes of it. */
export function reasonForChange({ from, to }: { from: number; to: number }, { by, to: wanted }: Proposal): string {
  const cut = wanted > to ? ` (${wanted} wanted, ${to} is the maximum)` : '';
  return `${by.because}: ${from} -> ${to} workers${cut}`;
}

/** Why nothing is done: the signal's clause, or the guard's, or what the signals wanted and the guard would not have. */
export function reasonForHold(workers: number, { by, action }: Proposal, objection: Judgement['objection']): string {
  const stay = workers === 1 ? '1 worker stays' : `${plural(workers, 'worker')} stay`;
  if (objection === null) return `${by.because}: ${stay}`;
  const wish = action === 'hold' || by.verdict === 'abstain' ? '' : `${by.because}, but `;
  return `${wish}${objection.because}: ${stay}`;
}
