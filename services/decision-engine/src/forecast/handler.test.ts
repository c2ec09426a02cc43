import { type EventStore, ExpectedVersionError, type RecordedEvent, streamName } from '@smartscale/events';
import { demandFold } from '@smartscale/projections/demand';
import { describe, expect, it } from 'vitest';
import { deploy } from '../testing/deployment.ts';

const QUARTER = 900;
const DAY = 86_400;
/** Snapshot, samples of a quarter of an hour, decisions of some, policies: it must not grow with the age of the cluster. */
const MOST_ITEMS = 60;

type Deployment = ReturnType<typeof deploy>;

async function sampleUntil({ sample }: Deployment, from: number, to: number): Promise<void> {
  for (let seconds = from; seconds < to; seconds += QUARTER) {
    const hour = (seconds % DAY) / 3_600;
    await sample(seconds, { workers: 3, cpu: 30 + 20 * Math.sin((hour / 24) * 2 * Math.PI) + (seconds % 7) });
  }
}

const typesOf = (events: readonly RecordedEvent[]) => events.map(({ type }) => type);

describe('forecast', () => {
  it('writes one forecast a quarter of an hour, whatever is repeated, and then the score of the one before', async () => {
    const fleet = deploy();
    await fleet.adopt();
    await sampleUntil(fleet, 0, 8 * DAY);
    await fleet.forecast(8 * DAY);
    await fleet.forecast(8 * DAY);
    await sampleUntil(fleet, 8 * DAY, 8 * DAY + 2 * QUARTER);
    await fleet.forecast(8 * DAY + QUARTER);
    await fleet.forecast(8 * DAY);
    expect(typesOf(await fleet.scaling())).toEqual(['ForecastMade', 'ForecastScored', 'ForecastMade']);
    const [made] = await fleet.scaling();
    expect(made).toMatchObject({ data: { checkpoint: 8 * 96, choice: { mode: 'watching' } } });
  });

  it('writes the same event when two are at it', async () => {
    const twice = (store: EventStore): EventStore => {
      let conflicts = 1;
      return {
        ...store,
        async append(stream, events, options) {
          if (stream === streamName('scaling', 'test') && conflicts-- > 0) {
            await store.append(stream, events, options);
            throw new ExpectedVersionError(stream, options.expectedVersion);
          }
          return store.append(stream, events, options);
        },
      };
    };
    const fleet = deploy({ wrap: twice });
    await fleet.adopt();
    await sampleUntil(fleet, 0, DAY);
    await fleet.forecast(DAY);
    expect(typesOf(await fleet.scaling())).toEqual(['ForecastMade']);
  });

  it('makes none without a policy', async () => {
    const fleet = deploy();
    await fleet.forecast(0);
    expect(await fleet.scaling()).toEqual([]);
  });

  it('is handed to the next decision, which names it', async () => {
    const fleet = deploy();
    await fleet.adopt();
    await fleet.forecast(0);
    await fleet.deliver(await fleet.sample(60, { workers: 2 }));
    const [made, decided] = await fleet.scaling();
    expect(decided).toMatchObject({
      type: 'ScaleDecided',
      data: {
        basis: { forecast: { forecastId: made?.id, checkpoint: 0 } },
        signals: expect.arrayContaining([
          expect.objectContaining({
            name: 'forecast',
            because: 'forecasts are only watched: 0.0 days of history, 7 are needed',
          }),
        ]),
      },
    });
  });

  it('reads the same few items however old the cluster is, and keeps snapshots', async () => {
    const fleet = deploy();
    await fleet.adopt();
    const counts: number[] = [];
    for (let step = 0; step < 10 * 96; step += 1) {
      await sampleUntil(fleet, step * QUARTER, (step + 1) * QUARTER);
      const before = fleet.reads.items;
      await fleet.forecast((step + 1) * QUARTER);
      counts.push(fleet.reads.items - before);
    }
    expect(Math.max(...counts)).toBeLessThanOrEqual(MOST_ITEMS);
    expect(Math.max(...counts.slice(-96))).toBeLessThanOrEqual(Math.max(...counts.slice(96, 192)));
    const kept = await fleet.snapshots('metrics', 'demand');
    const samples = (await fleet.metrics()).slice(0, kept?.position);
    const whole = samples.reduce((profile, event) => demandFold.evolve(profile, event as never), demandFold.initialState());
    expect(kept?.state).toEqual(whole);
    expect(kept?.position).toBeGreaterThan(10 * 96 - 121);
    expect(await fleet.snapshots('scaling', 'forecasts')).toBeDefined();
  });
});
