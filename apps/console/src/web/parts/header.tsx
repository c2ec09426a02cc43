import { local, utc, zoneName } from '../format/time.ts';
import { useCell } from '../state/cell.ts';
import { isHelpOpen } from '../state/keys.ts';
import { clock, clusterNow, connection } from '../state/live.ts';
import { switchTheme, theme } from '../state/theme.ts';
import { goLive, route } from '../state/time-control.ts';
import { useNow } from './use-now.ts';

const THEMES = { auto: 'Theme: auto', light: 'Theme: light', dark: 'Theme: dark' } as const;

/** Whose fleet it is, which moment is shown, and how to come back to now. */
export function Header() {
  const known = useCell(clock);
  const { at } = useCell(route);
  const chosen = useCell(theme);
  useNow();
  const shown = at ?? clusterNow();
  return (
    <header class="head">
      <p class="mark">
        <strong>SmartScale</strong> <span class="cluster">{known ? known.cluster : ' '}</span>
        {known?.isSimulated && <span class="tag">simulated</span>}
      </p>
      <div class="when" data-testid="when">
        <LiveState />
        <time dateTime={new Date(shown).toISOString()} title={utc(shown)} class="when-time">
          {known ? local(shown, 'full') : ' '}
        </time>
        <span class="zone" title={`${zoneName(shown, 'long')}; ${utc(shown)}`}>
          {zoneName(shown)}
        </span>
      </div>
      <div class="tools">
        <button type="button" onClick={switchTheme}>
          {THEMES[chosen]}
        </button>
        <button type="button" onClick={() => isHelpOpen.set(!isHelpOpen.get())} aria-label="Keys">
          ?
        </button>
      </div>
    </header>
  );
}

function LiveState() {
  const { at } = useCell(route);
  const state = useCell(connection);
  if (at !== null) {
    return (
      <button type="button" class="live-button" onClick={goLive}>
        Back to live
      </button>
    );
  }
  if (state === 'open') return <span class="live">Live</span>;
  return <span class="live is-off">{state === 'gone' ? 'Not connected' : 'Connecting'}</span>;
}
