import { failed, type Judgement, ok, together, warning } from '../finding.ts';

export type StackFacts = {
  readonly name: string;
  /** As CloudFormation says it; null when there is no such stack. */
  readonly status: string | null;
  /** The first resource that failed, when the stack is not as it should be. */
  readonly failure: { readonly resource: string; readonly reason: string } | null;
};

export function judgeStacks(stacks: readonly StackFacts[], stage: string): Judgement {
  const deploy = `npx serverless deploy --stage ${stage}`;
  const judged = stacks.map((stack) => judgeStack(stack, deploy));
  if (judged.every(({ verdict }) => verdict === 'ok')) return ok(`all ${stacks.length} are complete`);
  if (stacks.every(({ status }) => status === null))
    return failed(`none of the ${stacks.length} stacks of stage ${stage} is there`, deploy);
  return together(judged) ?? failed('serverless-compose.yml names no stack', 'restore serverless-compose.yml');
}

function judgeStack({ name, status, failure }: StackFacts, deploy: string): Judgement {
  if (status === null) return failed(`${name} is missing`, deploy);
  if (status === 'CREATE_COMPLETE' || status === 'UPDATE_COMPLETE' || status === 'IMPORT_COMPLETE') return ok(name);
  const why = failure === null ? '' : `: ${failure.resource}: ${failure.reason}`;
  if (status === 'UPDATE_ROLLBACK_COMPLETE')
    return warning(`${name} went back to what it was before the last deployment${why}`, `put that right, then: ${deploy}`);
  if (status === 'ROLLBACK_COMPLETE' || status === 'ROLLBACK_FAILED' || status === 'CREATE_FAILED') {
    return failed(
      `${name} was never complete (${status})${why}`,
      `put that right; aws cloudformation delete-stack --stack-name ${name}; then: ${deploy}`,
    );
  }
  if (status.endsWith('_IN_PROGRESS') && failure === null)
    return warning(`${name} is in motion (${status})`, 'ask again when it is done');
  return failed(`${name} is ${status}${why}`, `put that right, then: ${deploy}`);
}
