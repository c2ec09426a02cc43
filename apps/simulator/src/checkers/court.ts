import type { Invariant, Scene, Watch } from './invariant.ts';
import type { Violation } from './watch.ts';

/** All watches of a story as one, and what they have reported: the first violation of each invariant, in the order of time. */
export type Court = Required<Watch> & { readonly violations: readonly Violation[] };

export function createCourt(
  invariants: readonly Invariant[],
  scene: Omit<Scene, 'report'>,
  onViolation: (violation: Violation) => void = () => {},
): Court {
  const violations: Violation[] = [];
  const watches = invariants.map(({ name, watch }) =>
    watch({
      ...scene,
      report(detail) {
        if (violations.some(({ invariant }) => invariant === name)) return;
        const violation = { invariant: name, at: scene.now(), detail };
        violations.push(violation);
        onViolation(violation);
      },
    }),
  );
  return {
    violations,
    appended: (events) => watches.forEach((watch) => watch.appended?.(events)),
    launched: (launch) => watches.forEach((watch) => watch.launched?.(launch)),
    terminating: (instanceId) => watches.forEach((watch) => watch.terminating?.(instanceId)),
    podGoing: (going) => watches.forEach((watch) => watch.podGoing?.(going)),
    told: (causeId) => watches.forEach((watch) => watch.told?.(causeId)),
    published: (eventId) => watches.forEach((watch) => watch.published?.(eventId)),
    minute: (moment) => watches.forEach((watch) => watch.minute?.(moment)),
    async end(ending) {
      for (const watch of watches) await watch.end?.(ending);
    },
  };
}
