import { fileURLToPath } from 'node:url';

/** The traces that come with the project, by the name that `--trace` also takes. Sources and licences lie beside them. */
export const SHIPPED_TRACES: Readonly<Record<string, string>> = {
  'nasa-http': shipped('nasa-http.csv'),
  'mongo-app01': shipped('mongo-app01.csv'),
  'mongo-machine01': shipped('mongo-machine01.csv'),
  'office-hours': shipped('office-hours.csv'),
};

function shipped(file: string): string {
  return fileURLToPath(new URL(`../../traces/${file}`, import.meta.url));
}
