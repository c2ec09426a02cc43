// `node scripts/deployment/check-policy.ts REGION [FILE]`: exit code 2, and what is wrong with it, when FILE is no policy or the zones of
// it, or of the default policy, are another region's.
import { defaultPolicy } from '@smartscale/events';
import { UsageError } from '../../apps/cli/src/exit.ts';
import { readPolicyFile } from '../../apps/cli/src/policy-file.ts';

const [region = '', file = ''] = process.argv.slice(2);

try {
  const { zones } = (file === '' ? defaultPolicy() : readPolicyFile(file)).placement;
  const strangers = zones.filter((zone) => !isOf(region, zone));
  if (strangers.length > 0) {
    const which = file === '' ? 'the default policy' : `the policy ${file}`;
    const example = `"placement: { zones: [${region}a, ${region}b, ${region}c] }"`;
    throw new UsageError(
      `${which} names zones that are not in ${region}: ${strangers.join(', ')}; write the region's own, as in ${example}, into a policy and name it with --policy`,
    );
  }
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}

/** `us-east-1a`, or a local zone such as `us-east-1-bos-1a`. Whether there is such a zone, AWS tells. */
function isOf(wanted: string, zone: string): boolean {
  return zone.startsWith(wanted) && /^([a-z]|-[a-z].*)$/.test(zone.slice(wanted.length));
}
