import {
  deriveEventId,
  type EventStore,
  ExpectedVersionError,
  type NewEvent,
  streamName,
  toTimestamp,
} from '@smartscale/events';

/** Writers of a fleet's stream come one after another; so many in a row are not met. */
const MAX_ATTEMPTS = 10;

export type Correction = {
  readonly instanceType: string;
  readonly zone: string;
  readonly capacityType: 'spot' | 'on-demand';
  readonly pricePerHourUsd: number;
  readonly from: string;
  readonly to: string | null;
  readonly note: string;
};

/** Appends the correction of a price. The same one again at the same moment, before anything else, is appended once. `now` in epoch milliseconds. */
export async function correctPrice(
  store: EventStore,
  cluster: string,
  { now, ...data }: Correction & { readonly now: number },
) {
  const stream = streamName('fleet', cluster);
  const id = deriveEventId(now, 'price-correction', cluster, JSON.stringify(data));
  const causes = { id, correlationId: id, causationId: id, occurredAt: toTimestamp(now) };
  const event: NewEvent<'PriceRecorded'> = { type: 'PriceRecorded', ...causes, data: { ...data, source: 'correction' } };
  for (let attempt = 1; ; attempt += 1) {
    const [last] = await store.read(stream, { direction: 'backward', limit: 1 });
    if (last?.id === id) return last;
    try {
      const [recorded] = await store.append(stream, [event], { expectedVersion: last?.position ?? 0 });
      return recorded;
    } catch (error) {
      if (!(error instanceof ExpectedVersionError) || attempt === MAX_ATTEMPTS) throw error;
    }
  }
}
