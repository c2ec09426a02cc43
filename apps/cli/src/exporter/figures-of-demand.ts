import { demandOf, workersOf } from '@smartscale/projections/demand';
import type { Family, Sample } from './exposition.ts';
import type { Facts } from './facts.ts';
import { gauge } from './gauge.ts';

/** What the work asks for, and what was foreseen for this very moment: both in workers, to be drawn on one axis. */
export function figuresOfDemand(facts: Facts): readonly Family[] {
  const { cluster, lastSample, lastForecast, lastScore } = facts;
  const sample = lastSample?.data;
  const demand = sample && demandOf(sample);
  const chosen = lastForecast?.choice;
  return [
    gauge('smartscale_cpu_percent', 'CPU in use on the workers, at the last sample.', { cluster }, sample?.cpu?.percent),
    gauge(
      'smartscale_memory_percent',
      'Memory in use on the workers, at the last sample.',
      { cluster },
      sample?.memory?.percent,
    ),
    gauge('smartscale_pods_unschedulable', 'Pods that no node can take.', { cluster }, sample?.pods?.unschedulable),
    gauge(
      'smartscale_demand_workers',
      'Demand at the last sample, in workers used to the last.',
      { cluster },
      sample && demand ? workersOf(demand, sample) : null,
    ),
    {
      name: 'smartscale_forecast_workers',
      help: 'Demand that the chosen forecaster had foreseen for this moment, by quantile.',
      type: 'gauge',
      samples: foreseenNow(facts),
    },
    gauge(
      'smartscale_forecast_active',
      'Whether the forecast may add workers (1) or is only watched (0).',
      { cluster, forecaster: chosen?.forecaster ?? '' },
      chosen && Number(chosen.mode === 'active'),
    ),
    {
      name: 'smartscale_forecast_pinball_loss_workers',
      help: 'How far off each forecaster was for the last step that is over, in workers; lower is better.',
      type: 'gauge',
      samples: newestLosses(lastScore).map(([forecaster, value]) => ({ labels: { cluster, forecaster }, value })),
    },
  ];
}

function foreseenNow({ cluster, now, lastForecast, lastSample }: Facts): readonly Sample[] {
  if (!lastForecast || !lastSample) return [];
  const { choice, steps, stepSeconds, probabilities, forecasts } = lastForecast;
  const index = steps.findIndex((step) => Date.parse(step) <= now && now < Date.parse(step) + stepSeconds * 1_000);
  const { cores, bytes } = forecasts.find(({ forecaster }) => forecaster === choice.forecaster) ?? {};
  return probabilities.flatMap((probability, column) => {
    const [core, byte] = [cores?.[index]?.[column], bytes?.[index]?.[column]];
    if (core === undefined || byte === undefined) return [];
    const value = workersOf({ cores: core, bytes: byte }, lastSample.data);
    return value === null ? [] : [{ labels: { cluster, quantile: String(probability) }, value }];
  });
}

/** Several forecasts had foreseen the step: of each forecaster the one with the shortest lead that said something. */
function newestLosses(score: Facts['lastScore']): readonly (readonly [forecaster: string, loss: number])[] {
  if (!score) return [];
  const newestFirst = score.leadSeconds.map((lead, index) => ({ lead, index })).toSorted((a, b) => a.lead - b.lead);
  return score.scores.flatMap(({ forecaster, pinballLoss }) => {
    const loss = newestFirst.map(({ index }) => pinballLoss[index]).find((each) => typeof each === 'number');
    return typeof loss === 'number' ? [[forecaster, loss] as const] : [];
  });
}
