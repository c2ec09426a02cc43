import { expect, it } from 'vitest';
import { createConcurrencyGate } from './concurrency-gate.ts';

it('lets as many in as the limit says and the others in their order', () => {
  const gate = createConcurrencyGate(2);
  const started: string[] = [];
  for (const name of ['a', 'b', 'c', 'd']) gate.enter(() => started.push(name));
  expect(started).toEqual(['a', 'b']);
  gate.leave();
  expect(started).toEqual(['a', 'b', 'c']);
  gate.leave();
  gate.leave();
  gate.leave();
  gate.enter(() => started.push('e'));
  expect(started).toEqual(['a', 'b', 'c', 'd', 'e']);
});
