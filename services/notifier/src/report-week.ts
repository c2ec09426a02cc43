import { deriveEventId } from '@smartscale/events';
import { hourOfWeek, readReport, type Week, type WeeklyReport, weekBefore } from '@smartscale/projections/report';
import { blocksOf } from './blocks.ts';
import { WEEKLY_REPORT } from './evolve.ts';
import { weekly } from './messages/weekly.ts';
import type { Notice } from './notice.ts';
import { loadNotices, planNotice } from './notice-record.ts';
import { send } from './tell.ts';
import type { Teller } from './teller.ts';

/** When the week before is told: an hour of Monday, by the clock of a zone. */
export type ReportTime = { readonly hour: number; readonly timeZone: string };

export const USUAL_REPORT_TIME: ReportTime = { hour: 8, timeZone: 'UTC' };

/** How long it is tried: a report of last week is no news on Wednesday. */
const DUE_HOURS = 24;

/** Sends the report of the last week when it is Monday and late enough, once; called each hour. */
export async function reportWeek(teller: Teller, time: ReportTime, requestId: string): Promise<void> {
  const now = teller.clock.now();
  const hour = hourOfWeek(now, time.timeZone);
  if (hour < time.hour || hour >= time.hour + DUE_HOURS) return;
  const week = weekBefore(now, time.timeZone);
  const causeId = reportId(teller.clusterId, week);
  const { open, lastReport } = await loadNotices(teller);
  const waiting = open.find((one) => one.causeId === causeId);
  if (waiting ? Date.parse(waiting.notBefore) > now : lastReport === causeId) return;
  const report = await readReport(teller.store, teller.clusterId, { week, now });
  if (report === null) return;
  const notice = weeklyNotice(report, { causeId, consoleUrl: teller.consoleUrl });
  if (!waiting) {
    const about = { causeId, causeType: WEEKLY_REPORT, text: notice.title, cause: null, requestId };
    const planned = await planNotice(teller, about, causeId);
    if (planned?.plan.type !== 'NoticePlanned' || planned.plan.data.role !== 'alone') return;
  }
  const state = await loadNotices(teller);
  await send(teller, notice, { correlationId: causeId, state, isFailureKnown: waiting?.hasFailed ?? false });
}

/** The same for the same week, so that it is told once. */
function reportId(clusterId: string, { name, to }: Week): string {
  return deriveEventId(to, WEEKLY_REPORT, clusterId, name);
}

/** The report as people get it. */
export function weeklyNotice(
  report: WeeklyReport,
  { causeId, consoleUrl }: { readonly causeId: string; readonly consoleUrl: string | null },
): Notice {
  const { cluster: clusterId, until: occurredAt } = report;
  const link = consoleUrl === null ? null : `${consoleUrl.replace(/[/#]+$/, '')}/#/at/${occurredAt}`;
  const notice = { causeId, causeType: WEEKLY_REPORT, clusterId, occurredAt, ...weekly(report), link };
  return { ...notice, blocks: blocksOf(notice) };
}
