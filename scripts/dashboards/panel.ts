import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import {
  LegendDisplayMode,
  LegendPlacement,
  LineInterpolation,
  ReduceDataOptionsBuilder,
  StackingConfigBuilder,
  StackingMode,
  TooltipDisplayMode,
  VizLegendOptionsBuilder,
  VizTooltipOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import { type Panel, ThresholdsConfigBuilder, ThresholdsMode } from '@grafana/grafana-foundation-sdk/dashboard';
import { DataqueryBuilder } from '@grafana/grafana-foundation-sdk/prometheus';
import { PanelBuilder as StatBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as TimeSeriesBuilder } from '@grafana/grafana-foundation-sdk/timeseries';

/** As gitops/base/grafana/provisioning names it. */
export const PROMETHEUS = { type: 'prometheus', uid: 'prometheus' };
/** Of the 24 columns of a dashboard. */
const HALF = 12;
const QUARTER = 6;
const HEIGHT = 8;
const STAT_HEIGHT = 4;

type Query = readonly [expr: string, legend: string];

type PanelOptions = {
  readonly title: string;
  /** What it shows and what to make of it, for who hovers over its corner. */
  readonly says: string;
  readonly unit: string;
  readonly queries: readonly Query[];
};

/** Lines over time. `stacked` where the parts make a whole; `steps` where a value holds until the next one. */
export function lines(options: PanelOptions & { readonly stacked?: boolean; readonly steps?: boolean }): Builder<Panel> {
  const builder = new TimeSeriesBuilder()
    .title(options.title)
    .description(options.says)
    .datasource(PROMETHEUS)
    .unit(options.unit)
    .min(0)
    .span(HALF)
    .height(HEIGHT)
    .lineWidth(1)
    .fillOpacity(options.stacked ? 30 : 0)
    .legend(
      new VizLegendOptionsBuilder().displayMode(LegendDisplayMode.List).placement(LegendPlacement.Bottom).showLegend(true),
    )
    .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi));
  if (options.stacked) builder.stacking(new StackingConfigBuilder().mode(StackingMode.Normal));
  if (options.steps) builder.lineInterpolation(LineInterpolation.StepAfter);
  return builder.targets(options.queries.map(target));
}

/** One number as it is now. Above `bad` it is red; `below: true` turns that round. */
export function number(
  options: PanelOptions & { readonly bad?: number; readonly below?: boolean; readonly decimals?: number },
): Builder<Panel> {
  const builder = new StatBuilder()
    .title(options.title)
    .description(options.says)
    .datasource(PROMETHEUS)
    .unit(options.unit)
    .span(QUARTER)
    .height(STAT_HEIGHT)
    .reduceOptions(new ReduceDataOptionsBuilder().calcs(['lastNotNull']));
  if (options.decimals !== undefined) builder.decimals(options.decimals);
  const { bad, below = false } = options;
  if (bad !== undefined) {
    const [first, second] = below ? ['red', 'green'] : ['green', 'red'];
    const steps = [
      { value: null, color: first },
      { value: bad, color: second },
    ] as const;
    builder.thresholds(new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps([...steps]));
  }
  return builder.targets(options.queries.map(target));
}

function target([expr, legend]: Query, index: number): DataqueryBuilder {
  const refId = String.fromCharCode('A'.charCodeAt(0) + index);
  return new DataqueryBuilder().datasource(PROMETHEUS).expr(expr).legendFormat(legend).refId(refId).range();
}
