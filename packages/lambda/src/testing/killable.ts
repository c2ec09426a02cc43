/** What a call throws when the process that made it is dead. */
export class Killed extends Error {
  override readonly name = 'Killed';
}

export type Life = {
  /** Passes a moment: dies when it is the chosen one, and stays dead. */
  pass(): void;
};

/** A process that dies at its `dieAt`th moment, counted from 1: before or after each call to the outside; at none when that is beyond its work. */
export function lifeUntil(dieAt: number): Life {
  let moments = 0;
  return {
    pass() {
      moments += 1;
      if (moments >= dieAt) throw new Killed();
    },
  };
}

/** Calls that ask nobody outside: telling the time takes no time. */
const UNKILLABLE: ReadonlySet<string | symbol> = new Set(['now']);

/** The same port, of a process that may die before or after each of its calls. */
export function killable<Port extends object>(port: Port, life: Life): Port {
  return new Proxy(port, {
    get(target, name, receiver) {
      const member: unknown = Reflect.get(target, name, receiver);
      if (typeof member !== 'function' || UNKILLABLE.has(name)) return member;
      return async (...given: unknown[]) => {
        life.pass();
        const answer: unknown = await member.apply(target, given);
        life.pass();
        return answer;
      };
    },
  });
}
