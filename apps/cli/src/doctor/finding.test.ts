import { expect, it } from 'vitest';
import { failed, ok, together, unknown, warning } from './finding.ts';

it('takes the worst of several, and tells of nothing that is well beside it', () => {
  expect(together([ok('a'), warning('b', 'do b'), failed('c', 'do c'), ok('d')])).toEqual({
    ...{ verdict: 'failed', found: 'c; b', toDo: 'do c\ndo b' },
  });
});

it('tells of all that is well, and of nothing to be done', () => {
  expect(together([ok('a'), ok('b')])).toEqual({ verdict: 'ok', found: 'a; b', toDo: null });
});

it('never takes what is unknown for well, nor for less than a warning', () => {
  expect(together([ok('a'), unknown('b', 'ask')])?.verdict).toBe('unknown');
  expect(together([warning('a', 'x'), unknown('b', 'ask')])?.verdict).toBe('unknown');
});

it('says the same step once', () => {
  expect(together([failed('a', 'deploy'), failed('b', 'deploy')])?.toDo).toBe('deploy');
  expect(together([])).toBeUndefined();
});
