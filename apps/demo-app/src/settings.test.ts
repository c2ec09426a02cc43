import { expect, it } from 'vitest';
import { readSettings } from './settings.ts';

it('has a default for every setting', () => {
  expect(readSettings({})).toMatchObject({ HOST: '127.0.0.1', PORT: 8_080, QUEUE_WORKERS: 2 });
  expect(readSettings({ PORT: '9000', CPU_THREADS: '3' })).toMatchObject({ PORT: 9_000, CPU_THREADS: 3 });
});

it.each([
  ['PORT', '65536'],
  ['CPU_THREADS', '0'],
  ['MEMORY_MIB', 'lots'],
])('refuses %s=%s by name', (name, value) => {
  expect(() => readSettings({ [name]: value })).toThrow(`the demo application cannot start: ${name}: `);
});
