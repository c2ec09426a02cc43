/** The parts of a CloudFormation template that are checked. */
export type Template = {
  readonly Parameters?: Readonly<Record<string, unknown>>;
  readonly Conditions?: Readonly<Record<string, unknown>>;
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs: Readonly<Record<string, Output>>;
};

export type Resource = {
  readonly Type: string;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
};

export type Output = { readonly Value: unknown; readonly Export?: { readonly Name: unknown } };

/** The resources of a type, by their logical ids. */
export function resourcesOf(template: Template, type: string): readonly (readonly [id: string, Resource])[] {
  return Object.entries(template.Resources).filter(([, resource]) => resource.Type === type);
}

/** The names of all exports of other stacks that are used anywhere in a value, without repetition. */
export function importsIn(value: unknown): ReadonlySet<string> {
  const names = new Set<string>();
  visitObjects(value, (object) => {
    if (typeof object['Fn::ImportValue'] === 'string') names.add(object['Fn::ImportValue']);
  });
  return names;
}

/** The names that a stack exports. Those of the framework's own deployment bucket begin with `sls-` and are nobody's business. */
export function exportsOf(template: Template): ReadonlySet<string> {
  const names = Object.values(template.Outputs).flatMap(({ Export }) =>
    typeof Export?.Name === 'string' ? [Export.Name] : [],
  );
  return new Set(names.filter((name) => !name.startsWith('sls-')));
}

/** Calls `visit` for every object in a value, itself included. */
export function visitObjects(value: unknown, visit: (object: Readonly<Record<string, unknown>>) => void): void {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) visit(value as Readonly<Record<string, unknown>>);
  for (const inner of Object.values(value)) visitObjects(inner, visit);
}

/** A value that may stand alone or in a list, as a list. */
export function listOf(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}
