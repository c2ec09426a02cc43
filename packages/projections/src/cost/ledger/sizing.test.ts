import { expect, it } from 'vitest';
import { type SettledDecision, statementOf } from './index.ts';
import { at, completed, type FleetEvent, fold, launched, options, planned, terminated } from './testing/story.ts';

const decisions = (events: readonly FleetEvent[], now: string): readonly SettledDecision[] =>
  statementOf(fold(...events), options('2026-01', now))?.decisions ?? [];

const grown = [
  planned(5, { at: at('01-05 00:00'), before: 2, launches: ['l-3', 'l-4'] }),
  launched('i-3', { at: at('01-05 00:00'), usd: 0.1, launchId: 'l-3' }),
  launched('i-4', { at: at('01-05 00:00'), usd: 0.2, launchId: 'l-4' }),
  completed(5, at('01-05 00:02')),
];
const shrunk = [
  planned(9, { at: at('01-05 10:00'), before: 4, victims: ['i-3'] }),
  terminated('i-3', at('01-05 11:00')),
  completed(9, at('01-05 11:00')),
];
const grownAgain = [
  planned(12, { at: at('01-05 15:00'), before: 3, launches: ['l-5'] }),
  launched('i-5', { at: at('01-05 15:00'), usd: 0.3, launchId: 'l-5' }),
  completed(12, at('01-05 15:02')),
];

it('a growth costs what its places cost until a shrinking empties them', () => {
  expect(decisions(grown, at('01-05 04:00'))[0]?.settledUsd).toBeCloseTo(4 * 0.3, 10);
  // The shrinking takes the fourth place, whichever machine goes.
  expect(decisions([...grown, ...shrunk], at('01-05 20:00'))[0]?.settledUsd).toBeCloseTo(11 * 0.2 + 20 * 0.1, 10);
});

it('a shrinking saves from when its machine has gone until a growth fills the place again', () => {
  expect(decisions([...grown, ...shrunk], at('01-05 14:00'))[1]).toMatchObject({
    action: 'down',
    position: 9,
    workers: 1,
    isOpen: true,
  });
  expect(decisions([...grown, ...shrunk], at('01-05 14:00'))[1]?.settledUsd).toBeCloseTo(3 * 0.1, 10);
  const [, over] = decisions([...grown, ...shrunk, ...grownAgain], at('01-06 00:00'));
  expect(over?.settledUsd).toBeCloseTo(4 * 0.1, 10);
  expect(over?.isOpen).toBe(false);
});

it('a shrinking is predicted by the hours that its place stood empty before, and not predicted without any', () => {
  const again = [planned(15, { at: at('01-06 00:00'), before: 4, victims: ['i-5'] }), terminated('i-5', at('01-06 00:30'))];
  const [, first, , second] = decisions([...grown, ...shrunk, ...grownAgain, ...again], at('01-06 02:30'));
  expect(first?.predictedUsd).toBeNull();
  expect(second?.predictedUsd).toBeCloseTo(4 * 0.3, 10);
  expect(second?.settledUsd).toBeCloseTo(2 * 0.3, 10);
});

it('a prediction rests on the last five times that the place stood empty', () => {
  // Empty for 10 hours once, then for an hour five times.
  const nights = Array.from({ length: 7 }, (_, night) => {
    const day = `01-${String(10 + night).padStart(2, '0')}`;
    const hours = night === 0 ? '10' : '01';
    return [
      planned(100 + 2 * night, { at: at(`${day} 00:00`), before: 3, victims: [`i-n${night}`] }),
      terminated(`i-n${night}`, at(`${day} 00:00`)),
      planned(101 + 2 * night, { at: at(`${day} ${hours}:00`), before: 2, launches: [`l-n${night}`] }),
      launched(`i-n${night + 1}`, { at: at(`${day} ${hours}:00`), usd: 0.1, launchId: `l-n${night}` }),
    ];
  });
  const first = launched('i-n0', { at: at('01-09 00:00'), usd: 0.1 });
  const downs = decisions([first, ...nights.flat()], at('01-20 00:00')).filter(({ action }) => action === 'down');
  expect(downs.at(2)?.predictedUsd).toBeCloseTo((0.1 * 11) / 2, 10);
  expect(downs.at(6)?.predictedUsd).toBeCloseTo(0.1, 10);
});

it('a plan told twice is one decision, and repairs and replacements are none', () => {
  const repair = [planned(null, { at: at('01-05 03:00'), before: 4, launches: ['l-9'], victims: ['i-3'] })];
  const ends = [launched('i-9', { at: at('01-05 03:00'), usd: 9, launchId: 'l-9' }), terminated('i-3', at('01-05 03:05'))];
  const made = decisions([...grown, ...grown, ...repair, ...ends], at('01-05 04:00'));
  expect(made).toHaveLength(1);
  expect(made[0]?.settledUsd).toBeCloseTo(4 * 0.3, 10);
});

it('a launch that came to nothing costs nothing, and what it was awaited for is forgotten with its operation', () => {
  const [plan, first, , done] = grown as [FleetEvent, FleetEvent, FleetEvent, FleetEvent];
  const late = launched('i-4', { at: at('01-05 01:00'), usd: 0.2, launchId: 'l-4' });
  expect(decisions([plan, first, done, late], at('01-05 04:00'))[0]?.settledUsd).toBeCloseTo(4 * 0.1, 10);
});

it('says when a price was not known', () => {
  const [plan] = grown as [FleetEvent];
  const unpriced = launched('i-3', { at: at('01-05 00:00'), usd: 0, launchId: 'l-3' });
  expect(decisions([plan, unpriced], at('01-05 04:00'))[0]).toMatchObject({ isPartlyUnknown: true, settledUsd: 0 });
});

it('belongs to the month that it was made in, with all that it came to', () => {
  const later = statementOf(fold(...grown), options('2026-02', at('02-02 00:00')));
  expect(later?.decisions).toEqual([]);
});
