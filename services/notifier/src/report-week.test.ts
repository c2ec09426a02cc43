import { readFileSync } from 'node:fs';
import { deriveEventId, type NewEvent, streamName, toTimestamp } from '@smartscale/events';
import { describe, expect, it } from 'vitest';
import type { SendAnswer } from './ports.ts';
import { USUAL_REPORT_TIME } from './report-week.ts';
import { completed } from './testing/events.ts';
import { notifier, sent } from './testing/notifier.ts';

// Monday of week 48 is 23 November 2026.
const MONDAY = Date.parse('2026-11-23T00:00:00.000Z');
const HOUR = 3_600_000;

async function fleetSince(days: number, options: Parameters<typeof notifier>[0] = {}) {
  const all = notifier(options);
  const at = MONDAY - days * 24 * HOUR;
  const id = deriveEventId(at, 'launched');
  const place = { zone: 'ap-south-1a', capacityType: 'on-demand', instanceType: 't3.medium', pricePerHourUsd: 0.0448 };
  const times = { launchedAt: toTimestamp(at), joinBy: toTimestamp(at) };
  const data = { launchId: 'l', instanceId: 'i-1', nodeName: 'n', cause: 'scale-up', replaces: null, ...place, ...times };
  const event = { id, type: 'NodeLaunched', data, occurredAt: toTimestamp(at), correlationId: id, causationId: id };
  await all.inner.append(streamName('fleet', 'test'), [event as unknown as NewEvent], { expectedVersion: 0 });
  return {
    ...all,
    /** Each hour from one to another of that Monday. */
    async hours(from: number, to: number) {
      for (let hour = from; hour <= to; hour += 1) {
        all.time.now = MONDAY + hour * HOUR;
        await all.report();
      }
    },
  };
}

describe('the report of a week', () => {
  it('is sent on Monday at its hour, once', async () => {
    const { hours, sendings, titles, outcomes } = await fleetSince(30, { consoleUrl: 'https://console.example' });
    await hours(-30, 7);
    expect(titles()).toEqual([]);
    await hours(8, 60);
    expect(titles()).toEqual([expect.stringMatching(/^Week 2026-W47: \d+\.\d\d USD, \d+% less than/)]);
    expect(sendings[0]?.notice.link).toBe('https://console.example/#/at/2026-11-23T00:00:00.000Z');
    expect(await outcomes()).toMatchObject([{ type: 'NoticeSent', data: { causeType: 'WeeklyReport' } }]);
    await hours(7 * 24, 7 * 24 + 12);
    expect(titles()[1]).toContain('Week 2026-W48');
  });

  it('is sent by the clock of its zone', async () => {
    const { hours, titles } = await fleetSince(30, { reportTime: { hour: 9, timeZone: 'Asia/Kolkata' } });
    await hours(0, 3);
    expect(titles()).toEqual([]);
    await hours(4, 4);
    expect(titles()).toHaveLength(1);
  });

  it('is made up for within a day, and not later', async () => {
    const early = await fleetSince(30);
    await early.hours(31, 31);
    expect(early.titles()).toHaveLength(1);
    const late = await fleetSince(30);
    await late.hours(32, 90);
    expect(late.titles()).toEqual([]);
  });

  it('is none before there was a fleet', async () => {
    const { hours, recorded } = await fleetSince(-1);
    await hours(8, 12);
    expect(await recorded()).toEqual([]);
  });

  it('that Slack does not take is tried each hour, and nothing waits behind it', async () => {
    const failed: SendAnswer = { kind: 'failed', reason: 'Slack answered 503' };
    const until = MONDAY + 10.5 * HOUR;
    const isReport = (title: string) => title.startsWith('Week');
    const { hours, deliver, retell, titles, outcomes } = await fleetSince(30, {
      answers: ({ notice }, at) => (isReport(notice.title) && at < until ? failed : sent),
    });
    await hours(8, 8);
    await deliver(completed());
    await retell();
    expect(titles().filter((title) => !isReport(title))).toHaveLength(1);
    await hours(9, 14);
    const told = (await outcomes()).filter(({ type, data }) => type === 'NoticeSent' && data.causeType === 'WeeklyReport');
    expect(told).toHaveLength(1);
  });

  it('is at the hour of serverless.yml where none is given', () => {
    const wiring = readFileSync(new URL('../serverless.yml', import.meta.url), 'utf8');
    const { hour, timeZone } = USUAL_REPORT_TIME;
    expect(wiring).toContain(`env:SMARTSCALE_REPORT_HOUR, '${hour}'}`);
    expect(wiring).toContain(`env:SMARTSCALE_REPORT_TIME_ZONE, '${timeZone}'}`);
  });
});
