/** One figure of a family. A value that is not known has no sample: Prometheus then has none either, instead of a zero. */
export type Sample = { readonly labels: Readonly<Record<string, string>>; readonly value: number };

/** Figures of one name, as Prometheus' text format has them. */
export type Family = {
  readonly name: string;
  readonly help: string;
  readonly type: 'gauge' | 'counter';
  readonly samples: readonly Sample[];
};

export const CONTENT_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/** Writes families in Prometheus' text format, version 0.0.4: https://prometheus.io/docs/instrumenting/exposition_formats/ */
export function writeExposition(families: readonly Family[]): string {
  return families.map(writeFamily).join('');
}

function writeFamily({ name, help, type, samples }: Family): string {
  const head = [`# HELP ${name} ${help.replace(/\\/g, '\\\\').replace(/\n/g, '\\n')}`, `# TYPE ${name} ${type}`];
  const lines = samples.map(({ labels, value }) => `${name}${writeLabels(labels)} ${writeValue(value)}`);
  return [...head, ...lines].map((line) => `${line}\n`).join('');
}

function writeLabels(labels: Sample['labels']): string {
  const pairs = Object.entries(labels).map(([label, value]) => `${label}="${escapeLabel(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

function escapeLabel(value: string): string {
  return value.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n');
}

function writeValue(value: number): string {
  if (Number.isFinite(value)) return String(value);
  if (Number.isNaN(value)) return 'NaN';
  return value > 0 ? '+Inf' : '-Inf';
}
