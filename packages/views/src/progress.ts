/** A state that events up to a position were folded into. */
export type Build = {
  /** The projection's version that folded. */
  readonly version: number;
  /** Position of the last event folded in; 0 for none. */
  readonly position: number;
  /** Id of the event at that position: tells whether the stream is still the one that was folded. Null at 0. */
  readonly eventId: string | null;
  /** JSON text. */
  readonly state: string;
};

/** The build that readers see, and the names of its views. */
export type Shown = Build & { readonly views: readonly string[] };

/** How far a projection has come. */
export type Progress = {
  /** Grows by one with each write. */
  readonly revision: number;
  /** Null before the first build has caught up with its stream. */
  readonly shown: Shown | null;
  /** A build from zero, beside what is shown, that has not caught up yet. */
  readonly building: Build | null;
};

/** Where every projection begins. */
export const EMPTY_PROGRESS: Progress = { revision: 0, shown: null, building: null };
