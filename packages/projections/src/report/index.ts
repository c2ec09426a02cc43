export type { ForecastAccuracy } from './forecast-tally.ts';
export { type ReportRequest, readReport } from './read-report.ts';
export type { Recommendation } from './recommendations/index.ts';
export { hourOfWeek, type Week, weekBefore, weekNamed } from './week.ts';
export { tallyOf, type WeekTally } from './week-tally.ts';
export { type ReportOptions, type WeeklyReport, weeklyReport } from './weekly-report.ts';
