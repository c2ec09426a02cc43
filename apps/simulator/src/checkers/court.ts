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
  const each = (show: (watch: Watch) => void): void => {
    for (const watch of watches) show(watch);
  };
  return {
    violations,
    appended: (events) => each((watch) => watch.appended?.(events)),
    launched: (launch) => each((watch) => watch.launched?.(launch)),
    terminating: (instanceId) => each((watch) => watch.terminating?.(instanceId)),
    podGoing: (going) => each((watch) => watch.podGoing?.(going)),
    told: (causeId) => each((watch) => watch.told?.(causeId)),
    published: (eventId) => each((watch) => watch.published?.(eventId)),
    minute: (moment) => each((watch) => watch.minute?.(moment)),
    async end(ending) {
      for (const watch of watches) await watch.end?.(ending);
    },
  };
}
