import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogue } from '@smartscale/events';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { ROOT } from './markdown.ts';

type Reference = { readonly $ref: string };
type Message = { readonly name: string; readonly headers: { readonly properties: object }; readonly payload: object };
type AsyncApi = {
  readonly asyncapi: string;
  readonly channels: Readonly<Record<string, { readonly address: string; readonly messages: Record<string, Reference> }>>;
  readonly operations: Readonly<Record<string, { readonly channel: Reference; readonly messages: readonly Reference[] }>>;
  readonly components: { readonly messages: Readonly<Record<string, Message>> };
};

const document: AsyncApi = parse(readFileSync(join(ROOT, 'docs/asyncapi.yaml'), 'utf8'));
const messages = Object.values(document.components.messages);

/**
 * Structure and payloads. The JSON Schema that AsyncAPI publishes for 3.0.0 (`@asyncapi/specs` 6.11.1) accepts the document, too, but is no
 * dependency: that was tried by hand.
 */
describe('docs/asyncapi.yaml', () => {
  it('has each event of the catalogue as a message of one channel', () => {
    const inChannels = Object.values(document.channels).flatMap((channel) => Object.keys(channel.messages));
    expect(inChannels.toSorted()).toEqual(Object.keys(catalogue).toSorted());
    expect(messages.map(({ name }) => name).toSorted()).toEqual(inChannels.toSorted());
  });

  it('refers to nothing that it does not have', () => {
    const references = referencesIn(document);
    expect(references.length).toBeGreaterThan(Object.keys(catalogue).length);
    expect(references.filter((reference) => resolve(reference) === undefined)).toEqual([]);
  });

  it('has operations on messages of their own channel, as AsyncAPI wants it', () => {
    for (const { channel, messages: sent } of Object.values(document.operations)) {
      expect(sent.filter(({ $ref }) => !$ref.startsWith(`${channel.$ref}/messages/`))).toEqual([]);
    }
  });

  const golden = ({ name }: Message) =>
    join(ROOT, `packages/events/src/golden/${name}.v${catalogue[name as keyof typeof catalogue].schemaVersion}.json`);

  it.each(messages)('has a schema of $name that takes what was recorded, and nothing else', (message) => {
    const accepts = new Ajv({ strict: false, validateFormats: false }).compile(message.payload);
    const recorded = JSON.parse(readFileSync(golden(message), 'utf8'));
    expect(accepts(recorded), JSON.stringify(accepts.errors)).toBe(true);
    for (const wrong of [{ extra: 1 }, { data: { extra: 1 } }, { schemaVersion: 0 }, { position: 'first' }]) {
      expect(accepts({ ...recorded, ...wrong }), JSON.stringify(wrong)).toBe(false);
    }
  });

  it('has a recorded example of each message', () =>
    expect(messages.filter((message) => !existsSync(golden(message)))).toEqual([]));
});

function referencesIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => (key === '$ref' ? [String(inner)] : referencesIn(inner)));
}

function resolve(reference: string): unknown {
  const steps = reference.replace(/^#\//, '').split('/');
  return steps.reduce<unknown>((value, step) => (value as Record<string, unknown> | undefined)?.[step], document);
}
