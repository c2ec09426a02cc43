import { catalogue, type EventType, sourceOfCategory } from '@smartscale/events';

/** By its name, or by the type of an event that was recorded. */
const COUNTED = /\bcount\((?:'(\w+)'|[\w.]*\btype\b)/g;

/** The metrics that a service counts, by the sources of all that its functions are made of. */
export function countedMetrics(service: string, sources: readonly string[]): ReadonlySet<string> {
  const names = sources.flatMap((source) =>
    Array.from(source.matchAll(COUNTED), ([, name]) => (name === undefined ? typesOf(service) : [name])),
  );
  return new Set(names.flat());
}

/** What the service itself records. */
function typesOf(service: string): readonly EventType[] {
  const types = Object.keys(catalogue) as EventType[];
  return types.filter((type) => sourceOfCategory(catalogue[type].category) === `smartscale.${service}`);
}
