import { readFileSync } from 'node:fs';
import { type Policy, policySchema } from '@smartscale/events';
import { parseDocument } from 'yaml';
import { UsageError } from './exit.ts';
import { describePolicyIssues } from './policy-issues.ts';

/** Reads a policy from a YAML (or JSON) file. UsageError names the file, the knob and what is wrong with it. */
export function readPolicyFile(file: string): Policy {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new UsageError(`cannot read the policy ${file}: ${(cause as Error).message}`, { cause });
  }
  const document = parseDocument(text);
  const [broken] = document.errors;
  if (broken?.code === 'MULTIPLE_DOCS')
    throw new UsageError(`the policy ${file} holds several documents: leave one, without "---"`);
  if (broken) throw new UsageError(`the policy ${file} is not YAML: ${broken.message.split('\n')[0]}`);
  const parsed = policySchema.safeParse(document.toJS() ?? {});
  if (!parsed.success) {
    throw new UsageError(
      `the policy ${file} cannot be used: ${describePolicyIssues(parsed.error.issues)} (policy.example.yaml has every knob)`,
    );
  }
  return parsed.data;
}
