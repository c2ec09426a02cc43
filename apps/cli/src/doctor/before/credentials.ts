import { failed, type Judgement, ok } from '../finding.ts';
import { LOG_IN } from '../why-not-asked.ts';

/** Who AWS takes us for; null when it takes us for nobody. */
export type Identity = { readonly account: string; readonly arn: string } | null;

export function judgeCredentials(identity: Identity): Judgement {
  if (identity === null) return failed('AWS knows no valid credentials', LOG_IN);
  return ok(`account ${identity.account}, as ${identity.arn}`);
}
