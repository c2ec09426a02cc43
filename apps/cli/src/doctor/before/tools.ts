import { failed, type Judgement, ok, together, warning } from '../finding.ts';

export const NEEDED_NODE = 24;

export type Tool = {
  readonly name: string;
  /** Its first line about itself; null when it is not there. */
  readonly version: string | null;
  /** `required`: nothing can be deployed without it. */
  readonly need: 'required' | 'useful';
  /** How to have it. */
  readonly install: string;
};

export function judgeTools(nodeVersion: string, tools: readonly Tool[]): Judgement {
  const node =
    Number.parseInt(nodeVersion, 10) >= NEEDED_NODE
      ? ok(`Node ${nodeVersion}`)
      : failed(`Node is ${nodeVersion}`, `run "npm ci" here: it brings Node ${NEEDED_NODE}`);
  return together([node, ...tools.map(judgeTool)]) ?? node;
}

function judgeTool({ name, version, need, install }: Tool): Judgement {
  if (version !== null) return ok(version.includes(name) ? version : `${name} ${version}`);
  return need === 'required' ? failed(`${name} is missing`, install) : warning(`${name} is missing`, install);
}
