import { cruise, type ICruiseResult, type IViolation } from 'dependency-cruiser';
import './teach-using.mjs';
import configuration from '../../.dependency-cruiser.mjs';

export type Applied = {
  /** How many modules were read, those of other packages included. */
  readonly modules: number;
  readonly dependencies: number;
  readonly violations: readonly IViolation[];
};

const FORBIDDEN = configuration.forbidden ?? [];

export const RULE_NAMES: readonly string[] = FORBIDDEN.map(({ name }) => name ?? 'a rule without a name');

/** Applies the import rules to the folders below `baseDir`. Throws when a folder is not there. */
export async function applyRules(baseDir: string, folders: readonly string[]): Promise<Applied> {
  const options = { ...configuration.options, baseDir, validate: true, ruleSet: { forbidden: FORBIDDEN } };
  const { output } = await cruise([...folders], options);
  const { modules, summary } = output as ICruiseResult;
  return { modules: modules.length, dependencies: summary.totalDependenciesCruised ?? 0, violations: summary.violations };
}
