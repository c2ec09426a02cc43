import type { Projection } from '@smartscale/projections';
import type { Build, Progress } from '@smartscale/views';
import { fromZero } from './fold-on.ts';

export type Chosen =
  /** Events are folded into what readers see, or into a build beside it that takes its place once it has caught up. */
  | { readonly target: 'shown' | 'building'; readonly build: Build }
  /** A newer release has shown its views: they are not taken back by one that still runs or runs again. Only a command does that. */
  | { readonly target: 'none'; readonly shownVersion: number };

/** Which build is to go on. One that was begun comes first: a version that was raised, or a rebuild by command. */
export function chooseBuild({ shown, building }: Progress, projection: Projection): Chosen {
  if (building?.version === projection.version) return { target: 'building', build: building };
  if (shown?.version === projection.version) return { target: 'shown', build: shown };
  if (shown !== null && shown.version > projection.version) return { target: 'none', shownVersion: shown.version };
  return { target: 'building', build: fromZero(projection) };
}
