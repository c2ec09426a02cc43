import { createCell } from './cell.ts';

export type Theme = 'auto' | 'light' | 'dark';

const KEY = 'smartscale-theme';
const NEXT: Readonly<Record<Theme, Theme>> = { auto: 'light', light: 'dark', dark: 'auto' };

/** The choice, and a number that changes when the colours may have. */
export const theme = createCell<Theme>(stored());
export const paletteChanges = createCell(0);

export function applyTheme(): void {
  const choice = theme.get();
  if (choice === 'auto') document.documentElement.removeAttribute('data-theme');
  else document.documentElement.setAttribute('data-theme', choice);
  paletteChanges.set(paletteChanges.get() + 1);
}

/** By preference of the machine, then light, then dark. */
export function switchTheme(): void {
  theme.set(NEXT[theme.get()]);
  try {
    localStorage.setItem(KEY, theme.get());
  } catch {
    // A browser that keeps nothing has the theme until the page is closed.
  }
  applyTheme();
}

window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', applyTheme);

function stored(): Theme {
  try {
    const kept = localStorage.getItem(KEY);
    return kept === 'light' || kept === 'dark' ? kept : 'auto';
  } catch {
    return 'auto';
  }
}
