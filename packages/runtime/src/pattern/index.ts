export { compilePattern, type PatternMatcher } from './compile-pattern.ts';
