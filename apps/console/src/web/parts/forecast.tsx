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
      <p class="muted">
        {steps.length === 0 ? '' : 'Workers’ worth; four times of five it lies between. '}
        {because}.{week ? ` Last week ${percent(week.coveredPercent)} of the quarters lay between.` : ''}
      </p>
    </>
  );
}
