import { describe, expect, it } from 'vitest';
import { InvalidPatternError } from '../errors.ts';
import { compilePattern } from './compile-pattern.ts';
import { invalidPatterns, patternCases } from './pattern-cases.ts';

describe('a pattern matches as in EventBridge', () => {
  it.each(patternCases)('%s', (_, pattern, event, matches) => {
    expect(compilePattern(pattern)(event)).toBe(matches);
  });
});

describe('a pattern that EventBridge refuses is refused', () => {
  it.each(invalidPatterns)('%s', (_, pattern, says) => {
    expect(() => compilePattern(pattern)).toThrow(InvalidPatternError);
    expect(() => compilePattern(pattern)).toThrow(says);
  });

  it('at more than 2048 characters', () => {
    expect(() => compilePattern({ source: ['x'.repeat(2_033)] })).not.toThrow();
    expect(() => compilePattern({ source: ['x'.repeat(2_034)] })).toThrow(/2049 characters/);
  });
});
