import { ViewsUnusableError } from '../view-store.ts';

/** What to say of the errors that a user can do something about. */
const SENTENCES: Readonly<Record<string, string>> = {
  ResourceNotFoundException: 'it does not exist in this region and account: deploy infra/event-backbone, or name another table',
  AccessDeniedException: 'access is denied: the role lacks rights on this table',
  UnrecognizedClientException: 'AWS does not accept the credentials: log in again',
  ExpiredTokenException: 'the credentials have expired: log in again',
  CredentialsProviderError: 'there are no AWS credentials: log in, or set AWS_PROFILE',
};

/** Turns what the SDK said of a table into ViewsUnusableError where the table or the access is the trouble. */
export function asViewsError(tableName: string, error: unknown): unknown {
  const { name = '', message = '' } = Object(error) as { name?: string; message?: string };
  const sentence =
    name === 'ValidationException' && /key/i.test(message)
      ? `it is not the views table but another one (DynamoDB says: ${message})`
      : SENTENCES[name];
  if (sentence === undefined) return error;
  return new ViewsUnusableError(`the views table ${tableName} cannot be used: ${sentence}`, { cause: error });
}

const LOST = ['ConditionalCheckFailed', 'TransactionConflict'];
const LOST_NAMES = ['ConditionalCheckFailedException', 'TransactionConflictException', 'TransactionInProgressException'];

/** Whether someone else wrote first, or is writing at this moment. */
export function isLostRace(error: unknown): boolean {
  const { name = '', CancellationReasons = [] } = Object(error) as {
    name?: string;
    CancellationReasons?: readonly { readonly Code?: string }[];
  };
  return LOST_NAMES.includes(name) || CancellationReasons.some(({ Code = '' }) => LOST.includes(Code));
}
