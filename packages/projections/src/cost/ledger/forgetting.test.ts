import { expect, it } from 'vitest';
import { createLedgerFold, startOfMonth, statementOf } from './index.ts';
import { at, fold, launched, options, planned, priced, terminated } from './testing/story.ts';

const live = (month: string, id: string) => [
  launched(id, { at: at(`${month}-10 00:00`), usd: 0.1 }),
  terminated(id, at(`${month}-20 00:00`)),
];
const year = ['01', '02', '03', '04', '05'].flatMap((month) => live(month, `i-${month}`));

it('what ended more than a week before the month before is forgotten', () => {
  const late = [launched('i-late', { at: at('03-24 00:00'), usd: 0.1 }), terminated('i-late', at('03-26 00:00'))];
  const events = [...year.slice(0, 6), ...late, ...year.slice(6)];
  expect(fold(...events).ended.map(({ instanceId }) => instanceId)).toEqual(['i-late', 'i-04', 'i-05']);
  const february = statementOf(fold(...year.slice(0, 6)), options('2026-02', at('04-01 00:00')));
  expect(february?.workers.hours).toBe(240);
});

it('an older month can be kept', () => {
  const { evolve, initialState } = createLedgerFold(startOfMonth('2026-02'));
  const state = year.reduce(evolve, initialState());
  expect(statementOf(state, options('2026-02', at('06-01 00:00')))?.workers.hours).toBe(240);
  expect(state.ended).toHaveLength(4);
});

it('a clock that was set back into the month before brings no month twice', () => {
  const events = [...live('01', 'i-1'), ...live('03', 'i-3'), ...live('02', 'i-2')];
  expect(fold(...events)).toMatchObject({ month: '2026-03', ended: [{ instanceId: 'i-3' }, { instanceId: 'i-2' }] });
});

it('corrections go with what they corrected, and those without an end stay', () => {
  const passing = { usd: 0.2, from: at('01-11 00:00'), to: at('01-12 00:00'), isCorrection: true };
  const forGood = { usd: 0.3, from: at('01-11 00:00'), isCorrection: true };
  const recent = { usd: 0.4, from: at('04-11 00:00'), to: at('04-12 00:00'), isCorrection: true };
  const events = [priced(passing), priced(forGood), ...year.slice(0, 8), priced(recent), ...year.slice(8)];
  expect(fold(...events).corrections.map(({ usdPerHour }) => usdPerHour)).toEqual([0.3, 0.4]);
});

it('decisions go, but for those that a place still stands for', () => {
  const decided = [
    planned(1, { at: at('01-10 00:00'), before: 2, launches: ['l-3'] }),
    launched('i-3', { at: at('01-10 00:00'), usd: 0.1, launchId: 'l-3' }),
    planned(2, { at: at('01-11 00:00'), before: 3, launches: ['l-4'] }),
    launched('i-4', { at: at('01-11 00:00'), usd: 0.1, launchId: 'l-4' }),
    planned(3, { at: at('01-12 00:00'), before: 4, victims: ['i-4'] }),
    terminated('i-4', at('01-12 00:00')),
  ];
  expect(fold(...decided, ...live('05', 'i-9')).sizing.decisions.map(({ position }) => position)).toEqual([1, 3]);
});
