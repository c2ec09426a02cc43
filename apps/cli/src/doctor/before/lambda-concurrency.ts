import { failed, type Judgement, ok, warning } from '../finding.ts';

export type ConcurrencyFacts = {
  readonly limit: number;
  /** What other functions have not reserved for themselves. */
  readonly unreserved: number;
  /** Functions that may run at the same moment. */
  readonly functions: number;
};

export function judgeLambdaConcurrency({ limit, unreserved, functions }: ConcurrencyFacts): Judgement {
  const has = `${unreserved} of ${limit} concurrent calls are free`;
  const raised =
    'aws service-quotas request-service-quota-increase --service-code lambda --quota-code L-B99A9384 --desired-value 1000';
  if (unreserved < 1) return failed(`${has}: no function could run`, raised);
  if (unreserved < functions) return warning(`${has}, for ${functions} functions: some would wait for others`, raised);
  return ok(`${has}, for ${functions} functions`);
}
