import { styleText } from 'node:util';
import { expect, it } from 'vitest';
import { formatTable } from './table.ts';

it('aligns columns, coloured cells too', () => {
  const red = styleText('red', '12', { validateStream: false });
  expect(
    formatTable(
      [
        ['a', '1'],
        ['long', red],
      ],
      { right: [1], indent: '> ' },
    ),
  ).toBe(`> a      1\n> long  ${red}`);
});
