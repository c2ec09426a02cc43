import { describe, expect, it } from 'vitest';
import { parseFaults } from './faults.ts';

describe('a list of faults', () => {
  it('is read with spaces or without', () =>
    expect(parseFaults(' zone-loss,throttling ')).toEqual(['zone-loss', 'throttling']));
  it.each(['', 'none'])('"%s" is a world without', (text) => expect(parseFaults(text)).toEqual([]));
  it.each(['zone-los', 'toString'])('with the unknown "%s" is refused, and the known ones are named', (word) => {
    expect(() => parseFaults(`throttling,${word}`)).toThrow(
      `there is no fault "${word}": choose from none, spot-interruptions`,
    );
  });
});
