import { paletteChanges } from '../state/theme.ts';

/** The colours of the page as a canvas needs them: read from the custom properties, so that both are one. */
export type Palette = Readonly<
  Record<'ink' | 'muted' | 'line' | 'accent' | 'accentSoft' | 'band' | 'wrong' | 'surface', string>
>;

let known: Palette | null = null;
paletteChanges.watch(() => {
  known = null;
});

/** Read once for each change of theme: asking the browser makes it settle all styles, which a frame has no time for. */
export function palette(): Palette {
  known ??= read();
  return known;
}

function read(): Palette {
  const style = getComputedStyle(document.documentElement);
  const value = (name: string) => style.getPropertyValue(name).trim();
  return {
    ...{ ink: value('--ink'), muted: value('--muted'), line: value('--line'), accent: value('--accent') },
    ...{ accentSoft: value('--accent-soft'), band: value('--band'), wrong: value('--wrong'), surface: value('--surface') },
  };
}
