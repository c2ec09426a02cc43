/** What a call throws when the process that made it is dead. */
export class Killed extends Error {
  override readonly name = 'Killed';
}

/** A process that may die. */
export type Life = {
  /** Passes a moment, such as `before append`: throws from the one on at which it dies. */
  pass(moment: string): void;
};

/** A process that dies at its `dieAt`th moment, counted from 1; never when it has fewer. */
export function lifeUntil(dieAt: number, onDeath: (moment: string) => void): Life {
  let moments = 0;
  return {
    pass(moment) {
      moments += 1;
      if (moments === dieAt) onDeath(moment);
      if (moments >= dieAt) throw new Killed(`the process died ${moment}`);
    },
  };
}

/** Calls that ask nobody outside: telling the time takes no time. */
const SAFE: ReadonlySet<string | symbol> = new Set(['now']);

/** The same port, of a process that may die before or after each of its calls. */
export function mortalPort<Port extends object>(port: Port, life: Life): Port {
  return new Proxy(port, {
    get(target, name, receiver) {
      const member: unknown = Reflect.get(target, name, receiver);
      if (typeof member !== 'function' || SAFE.has(name)) return member;
      return async (...given: unknown[]) => {
        life.pass(`before ${String(name)}`);
        const answer: unknown = await member.apply(target, given);
        life.pass(`after ${String(name)}`);
        return answer;
      };
    },
  });
}
