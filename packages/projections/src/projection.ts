import type { EventTypeOf, Fold, RecordedEvent, StreamCategory } from '@smartscale/events';

/** A fold whose state is shown to readers. What runs it needs to know nothing of its state. */
export type Projection = {
  /** The fold's; names its views' owner. */
  readonly name: string;
  /** Whenever the fold or the views change, this rises, and the views are built from zero again. */
  readonly version: number;
  /** Which stream of a cluster it reads. */
  readonly category: StreamCategory;
  readonly initialState: () => unknown;
  readonly evolve: (state: unknown, event: RecordedEvent) => unknown;
  /** JSON documents by name: the same ones, key for key, for the same events, however often the fold was interrupted. */
  readonly viewsOf: (state: unknown) => Readonly<Record<string, unknown>>;
};

/** Makes a projection of a fold. Raise `viewsVersion` when `viewsOf` changes and the fold does not. */
export function defineProjection<State, Category extends StreamCategory>(definition: {
  readonly category: Category;
  readonly fold: Fold<State, EventTypeOf<Category>>;
  readonly viewsVersion: number;
  readonly viewsOf: (state: State) => Readonly<Record<string, unknown>>;
}): Projection {
  const { category, fold, viewsVersion, viewsOf } = definition;
  return {
    name: fold.name,
    // Both only ever rise, so their sum rises with either.
    version: fold.version + viewsVersion,
    category,
    initialState: fold.initialState,
    evolve: fold.evolve as Projection['evolve'],
    viewsOf: viewsOf as Projection['viewsOf'],
  };
}
