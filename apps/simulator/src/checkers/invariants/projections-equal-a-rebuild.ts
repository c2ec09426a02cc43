import { streamName } from '@smartscale/events';
import { allProjections } from '@smartscale/projections';
import type { Invariant } from '../invariant.ts';

/** Views that were kept current through all of it are those that would be built from zero. */
export const projectionsEqualARebuild: Invariant = {
  name: 'projections-equal-a-rebuild',
  promise: 'The views at the end are those that all events, folded from the first, give.',
  watch({ clusterId, report }) {
    return {
      async end({ events, views }) {
        for (const { name, category, initialState, evolve, viewsOf } of allProjections) {
          const ofStream = events.filter(({ stream }) => stream === streamName(category, clusterId));
          if (ofStream.length === 0) continue;
          const state = ofStream.reduce(evolve, initialState());
          for (const [view, body] of Object.entries(viewsOf(state))) {
            const kept = await views.readView({ clusterId, projection: name }, view);
            if (kept !== JSON.stringify(body))
              report(`view ${view} of ${name} differs from a rebuild of ${ofStream.length} events`);
          }
        }
      },
    };
  },
};
