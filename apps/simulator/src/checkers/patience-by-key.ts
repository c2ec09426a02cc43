import { type Patience, patience } from './watch.ts';

/** Patience with each of several things, such as instances: tells once of each that has been wrong for longer than it may be. */
export type PatienceByKey = {
  /** `wrong` names all that is wrong now; what it names no more is right again. */
  observe(wrong: readonly string[], now: number): readonly { readonly key: string; readonly lasting: string }[];
};

export function patienceByKey(minutes: number): PatienceByKey {
  const watched = new Map<string, Patience>();
  return {
    observe(wrong, now) {
      for (const key of watched.keys()) if (!wrong.includes(key)) watched.delete(key);
      return wrong.flatMap((key) => {
        const kept = watched.get(key) ?? patience(minutes);
        watched.set(key, kept);
        const lasting = kept.observe('', now);
        return lasting === null ? [] : [{ key, lasting: lasting.trim() }];
      });
    },
  };
}
