import { expect, it } from 'vitest';
import type { Check } from './check.ts';
import { type Judgement, ok } from './finding.ts';
import { runChecks } from './run-checks.ts';
import { NotAskedError } from './why-not-asked.ts';

const check = (name: string, judge: () => Promise<Judgement>): Check => ({
  name,
  phase: 'after',
  right: 'ec2:DescribeVpcs',
  judge,
});
const thrown =
  (name: string, message = 'no') =>
  () =>
    Promise.reject(Object.assign(new Error(message), { name }));

async function judged(judge: () => Promise<Judgement>): Promise<Judgement> {
  const [finding] = await runChecks([check('it', judge)], { timeoutSeconds: 0.05, onDone() {} });
  return finding!;
}

it('makes all checks, in their order, whatever becomes of one', async () => {
  const counted: number[] = [];
  const checks = [
    check('throws', thrown('Error')),
    check('throws at once', () => {
      throw new Error('at once');
    }),
    check('never answers', () => new Promise(() => {})),
    check('is well', () => Promise.resolve(ok('fine'))),
  ];
  const findings = await runChecks(checks, { timeoutSeconds: 0.05, onDone: (done) => counted.push(done) });
  expect(findings.map(({ name, verdict }) => [name, verdict])).toEqual([
    ['throws', 'unknown'],
    ['throws at once', 'unknown'],
    ['never answers', 'unknown'],
    ['is well', 'ok'],
  ]);
  expect(findings[2]?.found).toBe('no answer within 0.05 s');
  expect(counted).toEqual([1, 2, 3, 4]);
});

it.each([
  ['AccessDeniedException', 'access is denied', 'ask as somebody who may ec2:DescribeVpcs'],
  ['UnauthorizedOperation', 'access is denied', 'who may ec2:DescribeVpcs'],
  ['CredentialsProviderError', 'no valid credentials', 'aws sso login'],
  ['ExpiredTokenException', 'no valid credentials', 'AWS_PROFILE'],
  ['TimeoutError', 'there was no answer', 'reaches AWS'],
  ['UnknownOperationException', 'this endpoint does not answer it', 'unset AWS_ENDPOINT_URL'],
  ['SyntaxError', 'this endpoint does not answer it', 'unset AWS_ENDPOINT_URL'],
  ['ResourceNotFoundException', 'no', 'see the check "stacks"'],
  ['KubernetesError', 'no', 'kubernetes.credentialFile'],
  ['StoreUnusableError', 'no', 'see the check "event store"'],
  ['SomethingElse', 'could not be asked: SomethingElse: no', 'ec2:DescribeVpcs'],
])('says of %s what is missing', async (name, found, toDo) => {
  const judgement = await judged(thrown(name));
  expect(judgement).toMatchObject({
    verdict: 'unknown',
    found: expect.stringContaining(found),
    toDo: expect.stringContaining(toDo),
  });
});

it('says which region is missing, and looks behind a broken connection', async () => {
  expect(await judged(thrown('Error', 'Region is missing'))).toMatchObject({ toDo: 'name one: --region, or AWS_REGION' });
  expect(await judged(thrown('Error', 'Region not accepted: region="" is not valid'))).toMatchObject({
    found: 'no AWS region is set',
  });
  const refused = new AggregateError([Object.assign(new Error('x'), { code: 'ECONNREFUSED' })], 'all tries failed');
  expect(await judged(() => Promise.reject(refused))).toMatchObject({ found: 'there was no answer (ECONNREFUSED)' });
});

it('passes on what an adapter says', async () => {
  const judgement = await judged(() => Promise.reject(new NotAskedError('the stack is not there', 'deploy')));
  expect(judgement).toMatchObject({ verdict: 'unknown', found: 'the stack is not there', toDo: 'deploy' });
});
