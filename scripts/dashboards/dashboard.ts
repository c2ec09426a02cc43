import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import {
  type Dashboard,
  DashboardBuilder,
  DashboardCursorSync,
  type Panel,
  QueryVariableBuilder,
  VariableRefresh,
  VariableSort,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { PROMETHEUS } from './panel.ts';

export type DashboardFile = {
  /** Of its file, and its address in Grafana. */
  readonly name: string;
  readonly title: string;
  readonly panels: readonly Builder<Panel>[];
  /** Chosen at its top, filled by what a label has. */
  readonly variable?: { readonly name: string; readonly query: string };
};

export function buildDashboard({ name, title, panels, variable }: DashboardFile): Dashboard {
  const builder = new DashboardBuilder(title)
    .uid(`smartscale-${name}`)
    .tags(['smartscale'])
    .timezone('browser')
    .refresh('1m')
    .time({ from: 'now-6h', to: 'now' })
    .tooltip(DashboardCursorSync.Crosshair)
    .readonly();
  if (variable) {
    builder.withVariable(
      new QueryVariableBuilder(variable.name)
        .datasource(PROMETHEUS)
        .query(variable.query)
        .refresh(VariableRefresh.OnDashboardLoad)
        .sort(VariableSort.AlphabeticalAsc),
    );
  }
  for (const panel of panels) builder.withPanel(panel);
  return builder.build();
}

/** Of the fleets that an exporter tells of. */
export const CLUSTER = { name: 'cluster', query: 'label_values(smartscale_policy_version, cluster)' };
