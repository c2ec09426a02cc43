import type { Check } from './check.ts';
import type { Finding, Judgement } from './finding.ts';
import { unknown } from './finding.ts';
import { whyNotAsked } from './why-not-asked.ts';

export type RunOptions = {
  /** For each check; what has not answered by then is unknown. */
  readonly timeoutSeconds: number;
  /** Called when a check has its finding. */
  readonly onDone: (done: number) => void;
};

/** Makes all checks at once, whatever becomes of the others. The findings are in the order of the checks. */
export async function runChecks(checks: readonly Check[], { timeoutSeconds, onDone }: RunOptions): Promise<readonly Finding[]> {
  let done = 0;
  return Promise.all(
    checks.map(async (check) => {
      const judgement = await inTime(judgeSafely(check), timeoutSeconds);
      done += 1;
      onDone(done);
      return { name: check.name, phase: check.phase, ...judgement };
    }),
  );
}

async function judgeSafely({ judge, right }: Check): Promise<Judgement> {
  try {
    return await judge();
  } catch (error) {
    return whyNotAsked(error, right);
  }
}

async function inTime(judgement: Promise<Judgement>, seconds: number): Promise<Judgement> {
  const late = Promise.withResolvers<Judgement>();
  const timer = setTimeout(() => {
    late.resolve(unknown(`no answer within ${seconds} s`, 'see whether the network lets it through, then ask again'));
  }, seconds * 1_000);
  try {
    return await Promise.race([judgement, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
