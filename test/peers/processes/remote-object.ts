import type { Answer } from './shared-objects.ts';

/** An object that another process shares. Its errors come as `revive` makes them. */
export function remoteObject<Port extends object>(
  endpoint: string,
  name: string,
  revive: (error: Readonly<Record<string, unknown>>) => Error = ({ message }) => new Error(String(message)),
): Port {
  return new Proxy({} as Port, {
    get(_target, method) {
      return async (...given: unknown[]) => {
        const body = JSON.stringify(given);
        const response = await fetch(`${endpoint}/${name}/${String(method)}`, { method: 'POST', body });
        const { value, error } = (await response.json()) as Answer;
        if (error) throw revive(error);
        return value;
      };
    },
  });
}
