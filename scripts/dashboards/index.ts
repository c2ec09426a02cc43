import { cost } from './cost.ts';
import { buildDashboard, type DashboardFile } from './dashboard.ts';
import { decisions } from './decisions.ts';
import { demoApp } from './demo-app.ts';
import { fleet } from './fleet.ts';
import { forecast } from './forecast.ts';
import { health } from './health.ts';

const DASHBOARDS: readonly DashboardFile[] = [fleet, decisions, forecast, cost, health, demoApp];

/** Every dashboard as its file in gitops/base/grafana/dashboards: name and content. */
export function dashboardFiles(): ReadonlyMap<string, string> {
  return new Map(DASHBOARDS.map((file) => [`${file.name}.json`, `${JSON.stringify(buildDashboard(file), null, 2)}\n`]));
}
