import { describe, expect, it } from 'vitest';
import { type BusEntry, busEvent, checkEntry, MAX_ENTRY_BYTES } from './bus-event.ts';

const entry = (changes: Partial<BusEntry> = {}): BusEntry => ({
  source: 'smartscale.drill',
  detailType: 'Drill',
  detail: '{}',
  ...changes,
});
const fixedBytes = 14 + 'smartscale.drill'.length + 'Drill'.length + '{"text":""}'.length;

describe('an entry', () => {
  it('passes when EventBridge would take it', () => {
    expect(checkEntry(entry({ detail: '{"a":1}' }))).toEqual({ detail: { a: 1 } });
  });

  it.each([
    ['of AWS itself', { source: 'aws.ec2' }, 'NotAuthorizedForSourceException'],
    ['whose detail is no JSON', { detail: '{' }, 'MalformedDetail'],
    ['whose detail is no object', { detail: '[1]' }, 'MalformedDetail'],
    ['without a source', { source: '' }, 'InvalidArgument'],
    ['without a detail-type', { detailType: '' }, 'InvalidArgument'],
  ])('%s is refused', (_, changes, code) => {
    expect(checkEntry(entry(changes))).toMatchObject({ ok: false, code, mayPass: 'never' });
  });

  it('may have 1 MB and not a byte more, counted in UTF-8', () => {
    const detail = (bytes: number) => JSON.stringify({ text: 'é'.repeat(bytes >> 1) + 'x'.repeat(bytes & 1) });
    expect(checkEntry(entry({ detail: detail(MAX_ENTRY_BYTES - fixedBytes) }))).toHaveProperty('detail');
    expect(checkEntry(entry({ detail: detail(MAX_ENTRY_BYTES - fixedBytes + 1) }))).toMatchObject({
      code: 'ValidationException',
    });
  });
});

it('an event has the time of its entry, or of now, in whole seconds', () => {
  const parts = { detail: {}, id: 'x', now: Date.parse('2026-11-24T08:00:00.999Z') };
  expect(busEvent({ ...parts, entry: { source: 's', detailType: 't' } }).time).toBe('2026-11-24T08:00:00Z');
  expect(busEvent({ ...parts, entry: { source: 's', detailType: 't', time: '2026-11-23T08:00:01.500Z' } }).time).toBe(
    '2026-11-23T08:00:01Z',
  );
});
