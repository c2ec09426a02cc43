import { exportsOf, importsIn, type Template } from '../template.ts';

type Stack = {
  readonly alias: string;
  readonly path: string;
  readonly service: string;
  readonly dependsOn: readonly string[];
  readonly yml: Readonly<Record<string, unknown>>;
  readonly provider: Readonly<Record<string, unknown>>;
  readonly template: Template;
};

/** What every stack says in the same way, whatever it holds. */
const SHARED = { name: 'aws', runtime: 'nodejs24.x', stage: 'dev', region: 'ap-south-1', deploymentMethod: 'direct' };

/** Where a stack departs from how all are named and set up. */
export function conventionFindings({ alias, path, service, yml, provider }: Stack): readonly string[] {
  const differing = Object.entries(SHARED).filter(([key, value]) => provider[key] !== value);
  return [
    ...(path.endsWith(`/${alias}`) ? [] : [`${alias} is in ${path}`]),
    ...(service === `smartscale-${alias}` ? [] : [`${alias} calls itself ${service}`]),
    ...(yml['configValidationMode'] === 'error' ? [] : [`${alias} is deployed even when its configuration is wrong`]),
    ...differing.map(([key, value]) => `${alias}: provider.${key} is ${JSON.stringify(provider[key])}, elsewhere ${value}`),
  ];
}

/** Imports without an export, exports that nobody imports, and a `dependsOn` that differs from what is imported. */
export function wiringFindings(stacks: readonly Stack[]): readonly string[] {
  const exporters = new Map(
    stacks.flatMap(({ alias, template }) => [...exportsOf(template)].map((name) => [name, alias] as const)),
  );
  const imported = new Set(stacks.flatMap(({ yml }) => [...importsIn(yml)]));
  return [
    ...[...exporters]
      .filter(([name]) => !imported.has(name))
      .map(([name, alias]) => `${alias} exports ${name}, which nobody imports`),
    ...stacks.flatMap((stack) => importFindings(stack, exporters)),
  ];
}

function importFindings({ alias, yml, dependsOn }: Stack, exporters: ReadonlyMap<string, string>): readonly string[] {
  const names = [...importsIn(yml)];
  const needed = new Set(names.map((name) => exporters.get(name)).filter((exporter) => exporter !== undefined));
  return [
    ...names.filter((name) => !exporters.has(name)).map((name) => `${alias} imports ${name}, which nobody exports`),
    ...[...needed].filter((other) => !dependsOn.includes(other)).map((other) => `${alias} must depend on ${other}`),
    ...dependsOn.filter((other) => !needed.has(other)).map((other) => `${alias} depends on ${other} and imports nothing of it`),
  ];
}
