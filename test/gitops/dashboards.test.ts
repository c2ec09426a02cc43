import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { dashboardFiles } from '../../scripts/dashboards/index.ts';

const GRAFANA = fileURLToPath(new URL('../../gitops/base/grafana/', import.meta.url));
const files = dashboardFiles();

type Panel = {
  readonly title: string;
  readonly description: string;
  readonly targets: readonly { expr: string; refId: string }[];
};

describe('the dashboards in the tree', () => {
  it.each([...files])('%s is as the code makes it (npm run dashboards)', (name, content) => {
    expect(readFileSync(`${GRAFANA}dashboards/${name}`, 'utf8')).toBe(content);
  });

  it('are all given to Grafana, and no other', () => {
    const names = [...files.keys()].toSorted();
    expect(readdirSync(`${GRAFANA}dashboards`).toSorted()).toEqual(names);
    type Generator = { readonly name: string; readonly files: readonly string[] };
    const { configMapGenerator } = parse(readFileSync(`${GRAFANA}kustomization.yaml`, 'utf8')) as {
      configMapGenerator: Generator[];
    };
    const given = configMapGenerator.find(({ name }) => name === 'grafana-dashboards')?.files ?? [];
    expect([...given].toSorted()).toEqual(names.map((name) => `dashboards/${name}`));
  });

  it('say of each panel what it shows, and ask something with it', () => {
    for (const [name, content] of files) {
      const { panels } = JSON.parse(content) as { panels: Panel[] };
      expect(new Set(panels.map(({ title }) => title)).size, name).toBe(panels.length);
      for (const { title, description, targets } of panels) {
        expect(description.length, title).toBeGreaterThan(10);
        expect(new Set(targets.map(({ refId }) => refId)).size, title).toBe(targets.length);
        for (const { expr } of targets) expect(expr, title).not.toBe('');
      }
    }
  });
});
