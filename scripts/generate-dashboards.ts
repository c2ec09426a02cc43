// `npm run dashboards`: writes Grafana's dashboards into the tree that Flux pulls. A test sees that they are current.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dashboardFiles } from './dashboards/index.ts';

const FOLDER = join(import.meta.dirname, '../gitops/base/grafana/dashboards');

for (const [name, content] of dashboardFiles()) {
  writeFileSync(join(FOLDER, name), content);
  console.log(`gitops/base/grafana/dashboards/${name}`);
}
