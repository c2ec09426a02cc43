// `node scripts/deployment/check-policy.ts FILE`: exit code 2, and what is wrong with it, when it is no policy.
import { UsageError } from '../../apps/cli/src/exit.ts';
import { readPolicyFile } from '../../apps/cli/src/policy-file.ts';

try {
  readPolicyFile(process.argv[2] ?? '');
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
