import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { StoreUnusableError } from '../errors.ts';
import { toTimestamp } from '../timestamp.ts';
import { createProductionEventStore } from './production-event-store.ts';

beforeEach(() => {
  for (const name of ['AWS_REGION', 'AWS_DEFAULT_REGION', 'AWS_PROFILE']) vi.stubEnv(name, undefined);
  vi.stubEnv('AWS_CONFIG_FILE', '/nowhere');
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/nowhere');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'nobody');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'nothing');
});
afterEach(() => vi.unstubAllEnvs());

it('without a region says which variable to set', async () => {
  const store = createProductionEventStore({ tableName: 'events', now: () => 0 });
  for (const attempt of [
    () => store.read('fleet-demo'),
    () => store.readSnapshot('fleet-demo', 'fleet'),
    () => store.readRange('demo', { from: toTimestamp(0), to: toTimestamp(1) }),
  ]) {
    await expect(attempt()).rejects.toThrow(StoreUnusableError);
    await expect(attempt()).rejects.toThrow(/the event table events cannot be used: .*set AWS_REGION/);
  }
});
