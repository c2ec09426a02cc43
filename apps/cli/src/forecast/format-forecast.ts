import { formatTable } from '../table.ts';
import type { ForecasterView, ForecastView, StepView } from './read-forecast.ts';

const GIBIBYTE = 1024 ** 3;
const CLOCK = { from: 11, to: 16 };

/** A forecast for a terminal. */
export function formatForecast(view: ForecastView): string {
  const { madeAt, choice } = view;
  const heading = `made at ${madeAt} by ${choice.forecaster}, ${choice.mode}: ${choice.because}`;
  return [heading, '', stepsTable(view), '', preScaleLine(view), '', forecastersTable(view)].join('\n');
}

function stepsTable({ steps, quantile, probabilities }: ForecastView): string {
  const [middle, sized] = [0.5, quantile].map((wanted) => probabilities.findIndex((probability) => probability >= wanted));
  const cell = (values: readonly number[] | null, rank: number | undefined, unit: number) =>
    values === null ? '-' : ((values.at(rank ?? 0) ?? 0) / unit).toFixed(2);
  const row = ({ at, cores, bytes, workers }: StepView) => [
    at.slice(CLOCK.from, CLOCK.to),
    cell(cores, middle, 1),
    cell(cores, sized, 1),
    cell(bytes, middle, GIBIBYTE),
    cell(bytes, sized, GIBIBYTE),
    workers === null ? '-' : `${workers}`,
  ];
  const names = ['from (UTC)', 'cores', `at ${quantile}`, 'GiB', `at ${quantile}`, 'workers'];
  return formatTable([names, ...steps.map(row)], { right: [1, 2, 3, 4, 5] });
}

function preScaleLine({ preScale, workers, leadSeconds, choice }: ForecastView): string {
  const now = workers === null ? 'No decision was taken yet' : `${workers} workers now`;
  const lead = `decisions look ${Math.round(leadSeconds)} s ahead`;
  if (preScale !== null) {
    return `${now}; ${lead}: ${preScale.workers} from ${clock(preScale.decideAt)} on, for ${clock(preScale.for)}.`;
  }
  return `${now}; ${lead}: ${choice.mode === 'active' ? 'no step of the coming hour asks for more' : 'nothing is added while it is only watched'}.`;
}

function forecastersTable({ forecasters, choice }: ForecastView): string {
  const names = ['last week', 'scores', 'pinball loss', 'within 0.1 and 0.9', 'workers too many', 'too few', ''];
  const row = ({ forecaster, abstained, week }: ForecasterView) => [
    `${forecaster}${forecaster === choice.forecaster ? ' *' : ''}`,
    ...(week === null
      ? ['-', '-', '-', '-', '-']
      : [
          `${week.scores}`,
          week.pinballLoss.toFixed(4),
          `${week.coveredPercent.toFixed(0)} %`,
          week.workersTooMany.toFixed(2),
          week.workersTooFew.toFixed(2),
        ]),
    abstained ?? '',
  ];
  return formatTable([names, ...forecasters.map(row)], { right: [1, 2, 3, 4, 5] });
}

function clock(at: string): string {
  return at.slice(CLOCK.from, CLOCK.to);
}
