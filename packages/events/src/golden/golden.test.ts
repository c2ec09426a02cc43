import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { catalogue, type EventType } from '../catalogue/index.ts';
import { eventOf, itemOf } from '../dynamodb/item.ts';
import { readEnvelope } from '../read-event.ts';

const FOLDER = import.meta.dirname;
const files = readdirSync(FOLDER).filter((name) => name.endsWith('.json'));
const sums = readFileSync(join(FOLDER, 'SHA256SUMS'), 'utf8').trimEnd().split('\n');

const everyVersion = Object.values(catalogue).flatMap(({ type, schemaVersion }) =>
  Array.from({ length: schemaVersion }, (_, index) => `${type}.v${index + 1}.json`),
);

/** One recorded event of each type and version that was ever written: what a store in use may hold. */
describe('golden events', () => {
  it.each(files)('%s is readable today', (name) => {
    const golden = JSON.parse(readFileSync(join(FOLDER, name), 'utf8'));
    expect(name).toBe(`${golden.type}.v${golden.schemaVersion}.json`);
    const event = readEnvelope(golden);
    expect(event.schemaVersion).toBe(catalogue[golden.type as EventType].schemaVersion);
    expect(eventOf(itemOf(event))).toEqual(event);
  });

  it('exist for every version of every event: add the missing one when you add an event or a version', () => {
    expect(files.filter((name) => !everyVersion.includes(name))).toEqual([]);
    expect(everyVersion.filter((name) => !files.includes(name))).toEqual([]);
  });

  // SHA256SUMS only grows: `sha256sum New.v1.json >> SHA256SUMS`. A changed line means that history was rewritten.
  it('are as they were recorded: never edit one, raise schemaVersion and add an upcaster instead', () => {
    const actual = files.map((name) => `${sha256(readFileSync(join(FOLDER, name)))}  ${name}`);
    expect(actual.toSorted()).toEqual(sums.toSorted());
  });
});

function sha256(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
