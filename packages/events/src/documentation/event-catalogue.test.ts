import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { catalogue, type EventType } from '../catalogue/index.ts';
import { renderEventCatalogue } from './event-catalogue.ts';
import { fieldsOf } from './fields.ts';
import { dataSchema, eventSchema } from './json-schema.ts';

const PAGE = join(import.meta.dirname, '../../../../docs/event-catalogue.md');

describe('docs/event-catalogue.md', () => {
  it('is current: run `npm run docs` when it is not', () => {
    expect(readFileSync(PAGE, 'utf8')).toBe(renderEventCatalogue());
  });

  it('has every event with every field', () => {
    const page = renderEventCatalogue();
    for (const definition of Object.values(catalogue)) {
      expect(page).toContain(`### ${definition.type}\n`);
      for (const { path } of fieldsOf(dataSchema(definition))) expect(page).toContain(`| \`${path}\` |`);
    }
  });

  it('shows nested fields, lists, maps, choices and what may be null', () => {
    const row = (type: EventType, path: string) => fieldsOf(dataSchema(catalogue[type])).find((field) => field.path === path);
    expect(row('MetricsSampled', 'cpu')?.type).toBe('object or null');
    expect(row('MetricsSampled', 'pods.unschedulableSizes[].count')?.type).toBe('whole number');
    expect(row('ScaleDecided', 'memory.streaks.<name>.since')?.type).toBe('time');
    expect(row('ScaleDecided', 'action')?.type).toBe('`up`, `down`, `hold`');
    expect(row('SpotWarning', 'deadline')).toEqual({
      path: 'deadline',
      type: 'time or null',
      description: 'when the instance is taken; null for a rebalance recommendation',
    });
  });
});

describe('the JSON Schema of an event', () => {
  const folder = join(import.meta.dirname, '../golden');
  const golden = (type: string) => JSON.parse(readFileSync(join(folder, `${type}.v1.json`), 'utf8'));

  it.each(Object.values(catalogue).filter(({ schemaVersion }) => schemaVersion === 1))(
    'accepts the recorded $type',
    (definition) => {
      const schema = z.fromJSONSchema(eventSchema(definition) as z.core.JSONSchema.JSONSchema);
      const recorded = golden(definition.type);
      expect(schema.safeParse(recorded).error).toBeUndefined();
      for (const wrong of [{ extra: 1 }, { data: { extra: 1 } }, { schemaVersion: 2 }, { recordedAt: 'today' }]) {
        expect(schema.safeParse({ ...recorded, ...wrong }).success, JSON.stringify(wrong)).toBe(false);
      }
    },
  );

  it('comes in the draft that a schema registry takes', () => {
    expect(eventSchema(catalogue.NodeLaunched, 'draft-4')).toMatchObject({ $schema: expect.stringContaining('draft-04') });
  });
});
