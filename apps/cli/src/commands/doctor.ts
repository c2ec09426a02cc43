import { Command } from 'commander';
import type { DoctorOptions } from '../doctor/target.ts';
import { EXIT } from '../exit.ts';
import { withJson } from '../options.ts';
import { processOutput, show } from '../output.ts';
import { openProgress } from '../progress.ts';

/** More than the retries of one call take. */
const TIMEOUT_SECONDS = 30;

export function doctorCommand(): Command {
  return withJson(new Command('doctor'))
    .description('what is missing before a deployment, and what is wrong with what runs, each with what to do')
    .option('--stage <stage>', 'a fleet in AWS, as it is or will be deployed (default: dev)')
    .option('--region <region>', "its region (default: the AWS environment's)")
    .option('--before', 'only what a deployment needs', false)
    .option('--after', 'only what runs', false)
    .option('--store <store>', "look at this store: sqlite:FILE or dynamodb:TABLE (default: the stage's own)")
    .option('--cluster <id>', 'whose events (default: the stage; of a store alone: local)')
    .option('--policy <file>', 'the policy that the account must carry (default: the one in force, or the default one)')
    .option('--config <file>', 'the fleet of "smartscale run"; beside --stage only its credential of the K3s API is used')
    .option('--flux-repository <url>', 'the repository that Flux is to follow: can it be read, is there a token')
    .addHelpText(
      'after',
      '\nIt changes nothing. All checks are made, whatever becomes of the others; one that could not be asked is "unknown", never ok.\nRequired are, before: credentials, region and zones, both quotas; after: stacks, event store.\ndocs/operations.md says what each check means.',
    )
    .action(doctor);
}

async function doctor(options: DoctorOptions): Promise<void> {
  // Loaded here, because no other command needs so many AWS clients.
  const { examine } = await import('../doctor/examine.ts');
  const { runChecks } = await import('../doctor/run-checks.ts');
  const { countVerdicts, formatFindings } = await import('../doctor/format-findings.ts');
  const { answerOf, requiredOf } = await import('../doctor/answer.ts');
  const output = processOutput(options.json);
  const { kind, found, checks, close } = await examine(options);
  const progress = openProgress('asked', 'checks', checks.length);
  try {
    const asked = await runChecks(checks, { timeoutSeconds: TIMEOUT_SECONDS, onDone: progress.set });
    progress.stop();
    const findings = [...found, ...asked];
    const counts = countVerdicts(findings);
    const { ok, unanswered } = answerOf(findings, requiredOf(kind));
    show(output, { ok, counts, unanswered, findings }, () => formatFindings(findings, unanswered));
    if (!ok) process.exitCode = EXIT.answerIsNo;
  } finally {
    progress.stop();
    await close();
  }
}
