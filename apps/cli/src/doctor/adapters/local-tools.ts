import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Tool } from '../before/tools.ts';
import { REPOSITORY } from './composed-stacks.ts';

const TIMEOUT_MILLISECONDS = 10_000;
const SHOWN_CHARACTERS = 60;

/** The programs that a deployment runs, as they tell their version. */
export async function readTools({ usesGit }: { readonly usesGit: boolean }): Promise<readonly Tool[]> {
  const framework = join(REPOSITORY, 'node_modules/serverless/package.json');
  const serverless: Tool = {
    ...{ name: 'serverless', need: 'required', install: 'run "npm ci" in the repository' },
    version: existsSync(framework) ? 'of this repository' : null,
  };
  const tools = [
    { name: 'bash', args: ['--version'], need: 'required', install: 'install bash with your package manager' },
    {
      name: 'git',
      args: ['--version'],
      need: usesGit ? 'required' : 'useful',
      install: 'install git with your package manager',
    },
    {
      name: 'aws',
      args: ['--version'],
      need: 'useful',
      install: 'install the AWS CLI: the commands that are named here use it',
    },
  ] as const;
  return [
    serverless,
    ...(await Promise.all(tools.map(async ({ args, ...tool }) => ({ ...tool, version: await versionOf(tool.name, args) })))),
  ];
}

async function versionOf(command: string, args: readonly string[]): Promise<string | null> {
  try {
    const { stdout } = await promisify(execFile)(command, [...args], { timeout: TIMEOUT_MILLISECONDS });
    return stdout.split('\n')[0]?.slice(0, SHOWN_CHARACTERS) ?? '';
  } catch {
    return null;
  }
}
