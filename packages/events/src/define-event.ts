import type * as z from 'zod';
import type { StreamCategory } from './streams.ts';

/**
 * Lifts the data of one old schema version to the next one.
 * `upcast` gets data exactly as it was stored and must be total for it: what it returns is checked against the next version.
 */
export type Upcaster = {
  readonly fromVersion: number;
  readonly upcast: (data: unknown) => unknown;
};

/** One entry of the catalogue: the type, the runtime check, the JSON Schema and the documentation of an event in one. */
export type EventDefinition<
  Type extends string = string,
  Category extends StreamCategory = StreamCategory,
  Data extends z.ZodType = z.ZodType,
> = {
  readonly type: Type;
  /** Version written today. Older stored versions are lifted by `upcasters`, newer ones are refused. */
  readonly schemaVersion: number;
  /** The category of the one stream this event may be written to. */
  readonly category: Category;
  /** One sentence, in the past tense: what happened. */
  readonly description: string;
  readonly data: Data;
  readonly upcasters: readonly Upcaster[];
};

type NewDefinition<Type extends string, Category extends StreamCategory, Data extends z.ZodType> = Omit<
  EventDefinition<Type, Category, Data>,
  'data' | 'upcasters'
> & {
  /** Called once, when the schema is first asked for: a function reads few of all events, and each schema takes its time to make. */
  readonly data: () => Data;
  readonly upcasters?: readonly Upcaster[];
};

/** Defines an event. Throws when the chain of upcasters does not reach from version 1 to `schemaVersion`. */
export function defineEvent<const Type extends string, const Category extends StreamCategory, Data extends z.ZodType>({
  data: makeData,
  upcasters = [],
  ...definition
}: NewDefinition<Type, Category, Data>): EventDefinition<Type, Category, Data> {
  for (let version = 1; version < definition.schemaVersion; version += 1) {
    if (upcasters[version - 1]?.fromVersion !== version) {
      throw new Error(`${definition.type}: no upcaster from version ${version} to ${version + 1}`);
    }
  }
  let data: Data | undefined;
  return {
    ...definition,
    upcasters,
    get data() {
      data ??= makeData();
      return data;
    },
  };
}
