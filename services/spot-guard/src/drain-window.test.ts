import { defaultPolicy } from '@smartscale/events';
import { expect, it } from 'vitest';
import { drainWindow } from './drain-window.ts';

const NOTICED_AT = '2026-11-24T08:00:00.000Z';

it.each([
  // [case, seconds of the policy, begun after, deadline after, force after]
  ['in time', 90, 1, 90, 70],
  ['a shorter policy', 30, 1, 30, 10],
  ['a policy shorter than the grace', 5, 1, 21, 0],
  ['begun within the last grace', 90, 75, 95, 70],
  ['begun late', 90, 95, 115, 70],
  ['begun very late', 90, 110, 120, 70],
  ['begun when the machine is taken', 90, 120, 120, 70],
  ['begun long after', 90, 4_000, 120, 70],
])('%s: %i s, begun after %i s, ends after %i s and forces after %i s', (_, spotTimeoutSeconds, begun, deadline, force) => {
  const policy = { ...defaultPolicy(), drain: { timeoutSeconds: 300, spotTimeoutSeconds } };
  const noticed = Date.parse(NOTICED_AT);
  expect(drainWindow({ noticedAt: NOTICED_AT }, policy, noticed + begun * 1_000)).toEqual({
    deadline: noticed + deadline * 1_000,
    force: { at: noticed + force * 1_000, gracePeriodSeconds: 20 },
  });
});
