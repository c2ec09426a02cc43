import { useEffect, useState } from 'preact/hooks';
import type { DecisionRow } from '../../server/history/decision-columns.ts';
import type { DecisionFilter, DecisionPage } from '../../server/views/decisions-view.ts';
import { useCell } from '../state/cell.ts';
import { decisions, filter, moment } from '../state/data.ts';
import { fetchJson } from '../state/remote.ts';
import { route } from '../state/time-control.ts';
import { DecisionLink } from './links.tsx';
import { MomentTime } from './moment-time.tsx';
import { Prose } from './prose.tsx';
import { Scroll } from './scroll.tsx';

const FILTERS: readonly (readonly [DecisionFilter, string])[] = [
  ['changes', 'Changes'],
  ['up', 'Up'],
  ['down', 'Down'],
  ['hold', 'Holds'],
  ['all', 'All'],
];
export const ARROWS = { up: '▲', down: '▼', hold: '' } as const;

/** What was decided until the moment, the newest first. */
export function Decisions() {
  const { value } = useCell(decisions.cell);
  const chosen = useCell(filter);
  const older = useOlder(value);
  const rows = [...(value?.rows ?? []), ...older.rows];
  return (
    <section class="panel decisions" aria-labelledby="decisions-title">
      <div class="section-head">
        <h2 id="decisions-title">Decisions</h2>
        <fieldset class="spans">
          <legend class="unseen">Which decisions</legend>
          {FILTERS.map(([name, label]) => (
            <button key={name} type="button" aria-pressed={chosen === name} onClick={() => filter.set(name)}>
              {label}
            </button>
          ))}
        </fieldset>
      </div>
      <Scroll label="Decisions, the newest first">
        <ol class="rows">
          {rows.map((row) => (
            <Row key={row.id} row={row} />
          ))}
        </ol>
        {value && rows.length === 0 && <p class="empty">None until this moment</p>}
        {older.next !== null && (
          <button type="button" class="more" onClick={older.load}>
            Older ones
          </button>
        )}
      </Scroll>
    </section>
  );
}

function Row({ row }: { readonly row: DecisionRow }) {
  const shown = useCell(moment.cell).value;
  const isCurrent = shown?.decision?.id === row.id;
  const { id, at, action, from, to, reason } = row;
  return (
    <li>
      <DecisionLink id={id} at={at} class={`row is-${action}${isCurrent ? ' is-current' : ''}`}>
        <MomentTime at={at} form={isSameDay(at, shown && Date.parse(shown.at)) ? 'clock' : 'full'} />
        <span class="row-action">
          <span aria-hidden="true">{ARROWS[action]} </span>
          {action === 'hold' ? `hold ${to}` : `${action} ${from} → ${to}`}
        </span>
        <span class="row-reason">
          <Prose text={reason} />
        </span>
      </DecisionLink>
    </li>
  );
}

/** Whether a moment lies on the day that is shown, live or travelled to: only then can its date be left out. */
function isSameDay(at: number, shown: number | null): boolean {
  return shown !== null && new Date(at).toDateString() === new Date(shown).toDateString();
}

/** Pages behind the first one; they are forgotten when it begins anew. */
function useOlder(first: DecisionPage | null) {
  const [pages, setPages] = useState<readonly DecisionPage[]>([]);
  const chosen = useCell(filter);
  const { at } = useCell(route);
  useEffect(() => setPages([]), [chosen, at]);
  const next = pages.length === 0 ? (first?.next ?? null) : (pages.at(-1)?.next ?? null);
  const load = async () => {
    const moments = at === null ? '' : `&at=${new Date(at).toISOString()}`;
    const { value } = await fetchJson<DecisionPage>(`/api/decisions?filter=${chosen}&before=${next}${moments}`);
    if (value) setPages((known) => [...known, value]);
  };
  return { rows: pages.flatMap(({ rows }) => rows), next, load: () => void load() };
}
