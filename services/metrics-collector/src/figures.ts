import type { InstantVector } from './ports.ts';

/**
 * One PromQL expression that answers several numbers at once, each as a series with the one label `figure`. What has no data is
 * not in the answer, so that "none" and "zero" stay apart. Every expression must aggregate all labels away.
 */
export function figuresQuery(expressions: Readonly<Record<string, string>>): string {
  return Object.entries(expressions)
    .map(([name, expression]) => `label_replace(${expression}, "figure", "${name}", "", "")`)
    .join('\nor ');
}

/** The answer to a figures query: what is absent, NaN, infinite or there twice is undefined. */
export type Figures<Name extends string> = { readonly [N in Name]?: number };

export function readFigures<Name extends string>(vector: InstantVector): Figures<Name> {
  const figures: Record<string, number> = {};
  for (const { labels, value } of vector) {
    const { figure } = labels;
    if (figure === undefined) continue;
    figures[figure] = figure in figures || !Number.isFinite(value) ? Number.NaN : value;
  }
  for (const name in figures) if (Number.isNaN(figures[name])) delete figures[name];
  return figures as Figures<Name>;
}

/** An answer to a figures query, for whoever plays Prometheus. Undefined figures are left out, as Prometheus does. */
export function figuresAnswer(figures: Readonly<Record<string, number | undefined>>): InstantVector {
  const vector: { labels: { figure: string }; value: number }[] = [];
  for (const figure in figures) {
    const value = figures[figure];
    if (value !== undefined) vector.push({ labels: { figure }, value });
  }
  return vector;
}
