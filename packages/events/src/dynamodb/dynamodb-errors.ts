import { StoreUnusableError } from '../errors.ts';

/** What to say of the errors that a user can do something about. */
const SENTENCES: Readonly<Record<string, string>> = {
  ResourceNotFoundException: 'it does not exist in this region and account: deploy infra/event-backbone, or name another table',
  AccessDeniedException: 'access is denied: the role lacks rights on this table',
  UnrecognizedClientException: 'AWS does not accept the credentials: log in again',
  ExpiredTokenException: 'the credentials have expired: log in again',
  CredentialsProviderError: 'there are no AWS credentials: log in, or set AWS_PROFILE',
};

/** Turns what the SDK said of a table into StoreUnusableError where the table or the access is the trouble. */
export function asStoreError(tableName: string, error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const complaint = complaintAboutTable(error);
  const sentence =
    complaint === undefined
      ? (SENTENCES[error.name] ?? withoutRegion(error))
      : `it is no event table but of another program or release, name another one (DynamoDB says: ${complaint})`;
  if (sentence === undefined) return error;
  return new StoreUnusableError(`the event table ${tableName} cannot be used: ${sentence}`, { cause: error });
}

/** What the SDK says has no name of its own. */
function withoutRegion({ message }: Error): string | undefined {
  return message === 'Region is missing'
    ? 'no AWS region is set: set AWS_REGION, for example AWS_REGION=ap-south-1'
    : undefined;
}

/** An item above 400 KB is the only thing that can be invalid about our requests themselves. */
const ABOUT_THE_REQUEST = /size/i;

/** Our requests are always the same: when DynamoDB calls one invalid, the table has other keys or no index by day. */
function complaintAboutTable(error: Error): string | undefined {
  const reasons = cancellationReasons(error).filter(({ Code }) => Code === 'ValidationError');
  const complaint = error.name === 'ValidationException' ? error.message : reasons[0]?.Message;
  return complaint === undefined || ABOUT_THE_REQUEST.test(complaint) ? undefined : complaint;
}

/** Whether a write was refused because its place is taken. */
export function isConditionFailure(error: unknown): boolean {
  const { name } = Object(error) as { name?: string };
  return name === 'ConditionalCheckFailedException' || cancellationCodes(error).includes('ConditionalCheckFailed');
}

const PASSING_TROUBLES = ['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded'];

/** Whether the same write may succeed a moment later: it met another transaction, which the SDK itself does not retry. */
export function isPassingTrouble(error: unknown): boolean {
  const { name } = Object(error) as { name?: string };
  if (name === 'TransactionConflictException' || name === 'TransactionInProgressException') return true;
  return cancellationCodes(error).some((code) => PASSING_TROUBLES.includes(code));
}

function cancellationCodes(error: unknown): readonly string[] {
  return cancellationReasons(error).map(({ Code }) => Code ?? '');
}

function cancellationReasons(error: unknown): readonly { readonly Code?: string; readonly Message?: string }[] {
  const { name, CancellationReasons } = Object(error) as { name?: string; CancellationReasons?: readonly object[] };
  return name === 'TransactionCanceledException' ? (CancellationReasons ?? []) : [];
}
