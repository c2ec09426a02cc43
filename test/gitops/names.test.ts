import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { emptyFleet } from '@smartscale/projections/fleet';
import { expect, it } from 'vitest';
import { figuresOf } from '../../apps/cli/src/exporter/figures.ts';
import { createFigures } from '../../apps/demo-app/src/figures.ts';
import { GITOPS } from './tree.ts';

const OURS = /\b(?:kube|node|demo|smartscale)_[a-zA-Z0-9_]+\b/g;
/** Of what a histogram is told by. */
const PARTS = /_(?:bucket|sum|count)$/;

const textsIn = (folder: string) => readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
const RULES = textsIn(join(GITOPS, 'base/monitoring/rules')).flatMap((text) => text.match(/expr: (?:.|\n {10})*/g) ?? []);
const QUERIES = textsIn(join(GITOPS, 'base/grafana/dashboards')).flatMap((text) => text.match(/"(?:expr|query)": ".*"/g) ?? []);

it('every name in a rule or a panel is one that an exporter tells', async () => {
  const nothing = {
    ...{ cluster: 'test', now: 0, policy: null, fleet: emptyFleet, lastTick: null, lastSample: null, lastDecision: null },
    ...{ lastForecast: null, lastScore: null, statement: null },
    ...{ decisions: new Map(), events: new Map(), spotWarnings: new Map() },
  };
  const recorded = textsIn(join(import.meta.dirname, 'recorded')).flatMap((text) => text.match(/^[a-zA-Z_]+/gm) ?? []);
  const demo = (await createFigures().registry.getMetricsAsJSON()).map(({ name }) => name);
  const told = new Set([...recorded, ...demo, ...figuresOf(nothing).map(({ name }) => name), 'smartscale_store_readable']);
  const asked = new Set([...RULES, ...QUERIES].flatMap((text) => text.match(OURS) ?? []));
  expect(asked.size).toBeGreaterThan(30);
  const unknown = [...asked].filter((name) => !told.has(name) && !told.has(name.replace(PARTS, '')));
  expect(unknown).toEqual([]);
});
