import { expect, it } from 'vitest';
import { createLog } from './log.ts';

const now = () => Date.parse('2026-11-24T08:00:00.000Z');

function logged(json: boolean) {
  const lines: string[] = [];
  return { log: createLog({ write: (line) => void lines.push(line), now, json }), lines };
}

it('for people: one line each, who said it, and the story it belongs to', () => {
  const { log, lines } = logged(false);
  log.warn('reconcile learnt nothing:\n  a timeout', { service: 'capacity-manager', correlationId: 'c-1' });
  log.error('notifier: Error: no', { service: 'notifier' });
  log.info('stopped');
  expect(lines).toEqual([
    '2026-11-24T08:00:00.000Z warn  capacity-manager: reconcile learnt nothing: a timeout (c-1)',
    '2026-11-24T08:00:00.000Z error notifier: Error: no',
    '2026-11-24T08:00:00.000Z info  stopped',
  ]);
});

it('for machines: all facts, errors with their stack', () => {
  const { log, lines } = logged(true);
  log.error('it failed', { service: 'notifier', error: new TypeError('why') });
  expect(JSON.parse(lines[0] ?? '')).toEqual({
    ...{ time: '2026-11-24T08:00:00.000Z', level: 'error', message: 'it failed', service: 'notifier' },
    error: { name: 'TypeError', message: 'why', stack: expect.stringContaining('TypeError: why') },
  });
});

it('counts', () => {
  const { log, lines } = logged(false);
  log.count('DeadLetters');
  log.count('DeadLetters', 2);
  expect(log.counts()).toEqual({ DeadLetters: 3 });
  expect(lines).toEqual([]);
});
