/**
 * Keeps what a pure function answered for its newest keys: the same key must always mean the same answer, so that nobody can tell
 * whether it was computed again.
 */
export function remembered<Value>(most: number): (key: string, compute: () => Value) => Value {
  const known = new Map<string, Value>();
  return (key, compute) => {
    const found = known.get(key);
    if (found !== undefined) return found;
    const value = compute();
    known.set(key, value);
    for (const oldest of known.keys()) {
      if (known.size <= most) break;
      known.delete(oldest);
    }
    return value;
  };
}
