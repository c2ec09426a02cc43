import { expect, it } from 'vitest';
import { answerOf, requiredOf } from './answer.ts';
import { type Finding, failed, type Judgement, ok, unknown, warning } from './finding.ts';

const finding = (name: string, judgement: Judgement): Finding => ({ name, phase: 'before', ...judgement });
const required = new Set(['credentials', 'Spot quota']);

it('is yes when nothing failed and all that is required was answered', () => {
  const findings = [
    finding('credentials', ok('a')),
    finding('Spot quota', warning('b', 'c')),
    finding('Flux', unknown('d', 'e')),
  ];
  expect(answerOf(findings, required)).toEqual({ ok: true, unanswered: [] });
});

it('is no when a check failed, required or not', () => {
  expect(answerOf([finding('joins', failed('a', 'b'))], required)).toEqual({ ok: false, unanswered: [] });
});

it('is no when what is required could not be asked, and names it', () => {
  const findings = [finding('tools', ok('a')), finding('credentials', unknown('a', 'b')), finding('Flux', unknown('a', 'b'))];
  expect(answerOf(findings, required)).toEqual({ ok: false, unanswered: ['credentials'] });
});

it('is no when nothing at all could be asked', () => {
  expect(answerOf([finding('Flux', unknown('a', 'b'))], required).ok).toBe(false);
  expect(answerOf([], required).ok).toBe(false);
});

it('requires the quotas of what SmartScale deploys, and the events of whatever lives', () => {
  expect(requiredOf('deployed')).toContain('On-Demand quota');
  expect(requiredOf('one-machine')).not.toContain('On-Demand quota');
  for (const kind of ['deployed', 'one-machine', 'store'] as const) expect(requiredOf(kind)).toContain('event store');
});
