import { StoreUnusableError } from '../errors.ts';

const OTHER_KEYS = 'it does not have the keys of an event table: it belongs to another program, name another table';

/** What to say of the errors that a user can do something about. */
const SENTENCES: Readonly<Record<string, string>> = {
  ResourceNotFoundException: 'it does not exist in this region and account: deploy infra/event-backbone, or name another table',
  AccessDeniedException: 'access is denied: the role lacks rights on this table',
  UnrecognizedClientException: 'AWS does not accept the credentials: log in again',
  ExpiredTokenException: 'the credentials have expired: log in again',
  CredentialsProviderError: 'there are no AWS credentials: log in, or set AWS_PROFILE',
};

/** Of a ValidationException only these are about the table; any other (an item above 400 KB, say) is about the request. */
const TABLE_MISMATCH =
  /key element|key schema|key condition|missing the key|required keys|type mismatch for key|does not match schema type|specified index/i;

/** Turns what the SDK said of a table into StoreUnusableError where the table or the access is the trouble. */
export function asStoreError(tableName: string, error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const sentence = isTableMismatch(error) ? OTHER_KEYS : SENTENCES[error.name];
  if (sentence === undefined) return error;
  return new StoreUnusableError(`the event table ${tableName} cannot be used: ${sentence}`, { cause: error });
}

/** A put says it in its message, a transaction in its reasons. */
function isTableMismatch(error: Error): boolean {
  if (error.name === 'ValidationException') return TABLE_MISMATCH.test(error.message);
  return cancellationReasons(error).some(
    ({ Code, Message }) => Code === 'ValidationError' && TABLE_MISMATCH.test(Message ?? ''),
  );
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
