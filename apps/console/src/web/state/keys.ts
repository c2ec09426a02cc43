import type { DecisionRow } from '../../server/history/decision-columns.ts';
import { createCell } from './cell.ts';
import { filter } from './data.ts';
import { clusterNow } from './live.ts';
import { fetchJson } from './remote.ts';
import { switchTheme } from './theme.ts';
import { go, goLive, HOUR, route, spanSeconds, zoom } from './time-control.ts';

export const isHelpOpen = createCell(false);

/** What the keys do, as the page says it. */
export const KEYS: readonly (readonly [string, string])[] = [
  ['← →', 'the decision before, the one after (those that the list shows)'],
  ['Shift ← →', 'one evaluation back or on, holds too'],
  ['L', 'live: follow the time again'],
  ['+ −', 'show less or more time around the moment'],
  ['T', 'theme: by preference, light, dark'],
  ['Esc', 'close what is open, then live'],
  ['?', 'these keys'],
];

const TYPING = new Set(['INPUT', 'TEXTAREA', 'SELECT']);

/** Listens to the keys of the whole page. What has keys of its own keeps them. */
export function listenToKeys(): void {
  window.addEventListener('keydown', (event) => {
    const target = event.target as HTMLElement;
    if (event.ctrlKey || event.metaKey || event.altKey || TYPING.has(target.tagName) || target.closest('[data-own-keys]'))
      return;
    const act = actionOf(event);
    if (!act) return;
    event.preventDefault();
    act();
  });
}

function actionOf({ key, shiftKey }: KeyboardEvent): (() => void) | undefined {
  switch (key) {
    case 'ArrowLeft':
      return () => void step('previous', shiftKey);
    case 'ArrowRight':
      return () => void step('next', shiftKey);
    case 'l':
    case 'L':
      return goLive;
    case 't':
    case 'T':
      return switchTheme;
    case '+':
    case '=':
      return () => zoom(spanSeconds.get() / 2, momentSeconds());
    case '-':
      return () => zoom(spanSeconds.get() * 2, momentSeconds());
    case '?':
      return () => isHelpOpen.set(!isHelpOpen.get());
    case 'Escape':
      return closeOne;
    default:
      return undefined;
  }
}

/** Goes to the decision before or after the moment. */
export async function step(direction: 'previous' | 'next', everyEvaluation: boolean): Promise<void> {
  const at = route.get().at ?? clusterNow();
  const wanted = everyEvaluation ? 'all' : filter.get();
  const { value } = await fetchJson<DecisionRow | null>(
    `/api/neighbour?direction=${direction}&filter=${wanted}&at=${new Date(at).toISOString()}`,
  );
  if (value) go({ nodeId: null, decisionId: value.id, at: value.at });
  else if (direction === 'next') goLive();
}

function closeOne(): void {
  if (isHelpOpen.get()) isHelpOpen.set(false);
  else if (route.get().nodeId !== null) go({ ...route.get(), nodeId: null });
  else goLive();
}

function momentSeconds(): number {
  return (route.get().at ?? clusterNow() - HOUR * 1_000) / 1_000;
}
