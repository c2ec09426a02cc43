import { describe, expect, it } from 'vitest';
import { intervalFindings } from './checks/interval.ts';
import { composedStacks } from './compose.ts';

const collector = composedStacks().find(({ alias }) => alias === 'metrics-collector');

it('the metrics-collector is called at the interval that it writes into its samples', () => {
  expect(collector?.functions['sample']).toMatchObject({ environment: { INTERVAL_SECONDS: expect.stringMatching(/^\d+$/) } });
  expect(Object.values(collector?.functions ?? {}).flatMap(intervalFindings)).toEqual([]);
});

describe('the check of intervals', () => {
  const sample = (rate: string, seconds: string) =>
    intervalFindings({ handler: 'a.b', environment: { INTERVAL_SECONDS: seconds }, events: [{ schedule: { rate: [rate] } }] });

  it('sees an interval that is not the schedule, and asks nothing of who is told none', () => {
    expect(sample('rate(2 minutes)', '120')).toEqual([]);
    expect(sample('rate(1 minute)', '120')).toEqual(['is told INTERVAL_SECONDS 120 and is called at rate(1 minute)']);
    expect(sample('cron(*/5 * * * ? *)', '300')).toEqual([]);
    expect(intervalFindings({ handler: 'a.b', events: [{ schedule: { rate: ['rate(2 minutes)'] } }] })).toEqual([]);
  });
});
