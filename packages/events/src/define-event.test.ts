import { describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import { defineEvent, type Upcaster } from './define-event.ts';
import type { StoredEvent } from './envelope.ts';
import { UnreadableEventError } from './errors.ts';
import { readEnvelope, readEvent } from './read-event.ts';
import { notice } from './testing/contract/notices.ts';

const define = (schemaVersion: number, upcasters?: readonly Upcaster[]) =>
  defineEvent({
    type: 'TeaBrewed',
    schemaVersion,
    category: 'notices',
    description: 'Tea was brewed.',
    data: () => z.strictObject({ millilitres: z.number(), kind: z.string() }),
    ...(upcasters && { upcasters }),
  });

/** Version 1 counted cups, 2 measured, 3 knows the kind. */
const toMillilitres: Upcaster = {
  fromVersion: 1,
  upcast: (data) => ({ millilitres: (data as { cups: { count: number } }).cups.count * 200 }),
};
const addKind: Upcaster = { fromVersion: 2, upcast: (data) => ({ ...(data as object), kind: 'unknown' }) };

describe('defineEvent', () => {
  it('wants an upcaster for each version before the current one, in order', () => {
    expect(define(1).upcasters).toEqual([]);
    expect(define(3, [toMillilitres, addKind]).upcasters).toHaveLength(2);
    expect(() => define(2)).toThrow('TeaBrewed: no upcaster from version 1 to 2');
    expect(() => define(3, [toMillilitres])).toThrow('TeaBrewed: no upcaster from version 2 to 3');
    expect(() => define(3, [addKind, toMillilitres])).toThrow('TeaBrewed: no upcaster from version 1 to 2');
  });

  it('makes the schema when it is first asked for, and once', () => {
    const data = vi.fn(() => z.strictObject({ cups: z.number() }));
    const named = { type: 'TeaBrewed', schemaVersion: 1, category: 'notices', description: 'Tea was brewed.' } as const;
    const event = defineEvent({ ...named, data });
    expect(data).not.toHaveBeenCalled();
    expect(event.data).toBe(event.data);
    expect(event.data.parse({ cups: 1 })).toEqual({ cups: 1 });
    expect(data).toHaveBeenCalledOnce();
  });
});

describe('readEvent', () => {
  const definitions = (type: string) => (type === 'TeaBrewed' ? define(3, [toMillilitres, addKind]) : undefined);
  const { id, occurredAt, correlationId, causationId } = notice(1);
  const stored = (schemaVersion: number, data: unknown): StoredEvent => ({
    id,
    type: 'TeaBrewed',
    schemaVersion,
    clusterId: 'demo',
    stream: 'notices-demo',
    position: 7,
    occurredAt,
    recordedAt: occurredAt,
    correlationId,
    causationId,
    data,
  });

  it.each([
    [1, { cups: { count: 2 } }, { millilitres: 400, kind: 'unknown' }],
    [2, { millilitres: 150 }, { millilitres: 150, kind: 'unknown' }],
    [3, { millilitres: 150, kind: 'green' }, { millilitres: 150, kind: 'green' }],
  ])('lifts version %i step by step and leaves what was stored alone', (version, data, lifted) => {
    const before = stored(version, data);
    const copy = structuredClone(before);
    expect(readEvent(before, definitions)).toEqual({ ...before, schemaVersion: 3, data: lifted });
    expect(before).toEqual(copy);
  });

  it.each<[string, StoredEvent, RegExp]>([
    ['an upcaster that fails', stored(1, {}), /lifting it from version 1 failed/],
    ['lifted data that does not fit', stored(2, {}), /millilitres/],
    ['current data with something more', stored(3, { millilitres: 1, kind: 'x', sugar: 2 }), /sugar/],
    ['a newer version', stored(4, {}), /version 4 of TeaBrewed, 3 is the newest this program knows: upgrade SmartScale/],
    ['an unknown type', { ...stored(1, {}), type: 'CoffeeBrewed' }, /"CoffeeBrewed" is not in the catalogue/],
    ['a type that is a property of every object', { ...stored(1, {}), type: 'toString' }, /not in the catalogue/],
  ])('names %s', (_, event, message) => {
    expect(() => readEvent(event, definitions)).toThrow(UnreadableEventError);
    expect(() => readEvent(event, definitions)).toThrow(message);
    expect(() => readEvent(event, definitions)).toThrow(/^event 7 of stream notices-demo cannot be read: /);
    if (event.type === 'toString') expect(() => readEvent(event)).toThrow(/not in the catalogue/);
  });

  it('shows the first few of many problems', () => {
    const sample = { ...stored(1, {}), type: 'MetricsSampled' };
    expect(() => readEvent(sample)).toThrow(/sampledAt: .*; intervalSeconds: .*; ageSeconds: .* \(and \d+ more\)/);
  });
});

describe('readEnvelope', () => {
  it.each([null, 'text', [], {}, { stream: 'notices-demo' }, { ...notice(1), stream: 'notices-demo', position: 0 }])(
    'names what is no envelope: %j',
    (input) => {
      expect(() => readEnvelope(input)).toThrow(UnreadableEventError);
      expect(() => readEnvelope(input)).toThrow(/it is not an event envelope/);
    },
  );
});
