import { expect, it } from 'vitest';
import { writeExposition } from './exposition.ts';

it('writes help, type and samples, with what has a meaning in the format escaped', () => {
  const text = writeExposition([
    {
      name: 'workers',
      help: 'Those that\nare \\ here.',
      type: 'gauge',
      samples: [
        { labels: {}, value: 3 },
        { labels: { zone: 'a"b\\c\nd', type: 'spot' }, value: 0.5 },
      ],
    },
    { name: 'none', help: 'Nothing is known.', type: 'counter', samples: [] },
  ]);
  expect(text.split('\n')).toEqual([
    '# HELP workers Those that\\nare \\\\ here.',
    '# TYPE workers gauge',
    'workers 3',
    'workers{zone="a\\"b\\\\c\\nd",type="spot"} 0.5',
    '# HELP none Nothing is known.',
    '# TYPE none counter',
    '',
  ]);
});

it.each([
  [Number.NaN, 'NaN'],
  [Number.POSITIVE_INFINITY, '+Inf'],
  [Number.NEGATIVE_INFINITY, '-Inf'],
  [1e21, '1e+21'],
])('writes %d as Prometheus reads it', (value, text) => {
  const samples = [{ labels: {}, value }];
  expect(writeExposition([{ name: 'a', help: '', type: 'gauge', samples }])).toContain(`a ${text}\n`);
});
