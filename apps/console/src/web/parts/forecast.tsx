import type { ForecastView } from '../../server/views/forecast-view.ts';
import { decimal, percent } from '../format/numbers.ts';
import { useCell } from '../state/cell.ts';
import { moment } from '../state/data.ts';
import { MomentTime } from './moment-time.tsx';

/** The coming hour in quarters, by whom it is foreseen and how good that was. */
export function Forecast() {
  const { value } = useCell(moment.cell);
  const forecast = value?.forecast ?? null;
  return (
    <section class="panel forecast" aria-labelledby="forecast-title">
      <div class="section-head">
        <h2 id="forecast-title">The coming hour</h2>
        <p class="muted">{forecast ? `${forecast.forecaster}, ${forecast.mode}` : ' '}</p>
      </div>
      {value && forecast === null && <p class="empty">Nothing was foreseen at this moment</p>}
      {forecast && <Steps forecast={forecast} />}
    </section>
  );
}

function Steps({ forecast }: { readonly forecast: ForecastView }) {
  const { steps, because, week } = forecast;
  const fleet = useCell(moment.cell).value?.fleet.counts;
  const has = (fleet?.ready ?? 0) + (fleet?.coming ?? 0);
  return (
    <>
      <table>
        <thead>
          <tr>
            <th scope="col">From</th>
            <th scope="col">Demand</th>
            <th scope="col">Between</th>
            <th scope="col">Wants</th>
          </tr>
        </thead>
        <tbody>
          {steps.map(({ at, low, middle, high, workers }) => (
            <tr key={at}>
              <td>
                <MomentTime at={at} />
              </td>
              <td>{decimal(middle)}</td>
              <td class="muted">
                {decimal(low)} and {decimal(high)}
              </td>
              <td>{workers}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Wanted steps={steps} has={has} />
      <p class="muted">
        {steps.length === 0 ? '' : 'Workers’ worth; four times of five it lies between. '}
        {capital(because)}.{week ? ` Last week ${percent(week.coveredPercent)} of the quarters lay between.` : ''}
      </p>
    </>
  );
}

/** What each quarter asks for, beside what is there: a bar above the line is a scale-up to come. */
function Wanted({ steps, has }: { readonly steps: ForecastView['steps']; readonly has: number }) {
  if (steps.length === 0) return null;
  const highest = Math.max(has, ...steps.map(({ workers }) => workers), 1) * 1.1;
  const height = (workers: number) => (40 * workers) / highest;
  const label = `Workers wanted by quarter: ${steps.map(({ workers }) => workers).join(', ')}; there are ${has}`;
  return (
    <figure class="days is-wanted">
      <svg viewBox="0 0 100 40" preserveAspectRatio="none" role="img" aria-label={label}>
        {steps.map(({ at, workers }, index) => (
          <rect key={at} x={index * 25} y={40 - height(workers)} width="24" height={height(workers)} />
        ))}
        <rect class="share-target" y={40 - height(has)} width="100" height="0.8" />
      </svg>
      <figcaption class="muted">Wanted by quarter; the line is the {has} that are there or coming</figcaption>
    </figure>
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
