import { CLUSTER, type DashboardFile } from './dashboard.ts';
import { lines, number } from './panel.ts';

const C = 'cluster="$cluster"';

export const forecast: DashboardFile = {
  name: 'forecast',
  title: 'SmartScale: forecast against actual',
  variable: CLUSTER,
  panels: [
    lines({
      title: 'Demand as it came and as it was foreseen',
      says: 'In workers used to the last. What came should lie below the quantile 0.9 nine times in ten.',
      unit: 'none',
      queries: [
        [`smartscale_demand_workers{${C}}`, 'came'],
        [`smartscale_forecast_workers{${C},quantile=~"0.5|0.9"}`, 'foreseen, {{quantile}}'],
      ],
    }),
    lines({
      title: 'Demand beside the workers that carry it',
      says: 'Where the two meet, the fleet is hot.',
      unit: 'none',
      queries: [
        [`smartscale_demand_workers{${C}}`, 'demand'],
        [`sum(smartscale_workers{${C},status="joined"})`, 'joined workers'],
      ],
    }),
    lines({
      title: 'How far off each forecaster was',
      says: 'Pinball loss of the last step that is over, in workers; the lowest is the best.',
      unit: 'none',
      queries: [[`smartscale_forecast_pinball_loss_workers{${C}}`, '{{forecaster}}']],
    }),
    lines({
      title: 'Above what was foreseen',
      says: 'Demand over the quantile 0.9, in workers: what the forecast did not see.',
      unit: 'none',
      queries: [
        [
          `clamp_min(smartscale_demand_workers{${C}} - on (cluster) smartscale_forecast_workers{${C},quantile="0.9"}, 0)`,
          'not foreseen',
        ],
      ],
    }),
    number({
      title: 'The forecast may act',
      says: '1: it may add workers. 0: it is watched only, for want of a week of data or because plain repetition does better.',
      unit: 'none',
      queries: [[`smartscale_forecast_active{${C}}`, '{{forecaster}}']],
    }),
  ],
};
