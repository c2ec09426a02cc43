import { UsageError } from '../exit.ts';

/** What to say of the errors that a user can do something about. */
const SENTENCES: Readonly<Record<string, string>> = {
  AccessDeniedException: 'access is denied: the role lacks a right on the archive, its bus or its queue',
  AccessDenied: 'access is denied: the role lacks a right on the inspection queue',
  ExpiredTokenException: 'the credentials have expired: log in again',
  UnrecognizedClientException: 'AWS does not accept the credentials: log in again',
  CredentialsProviderError: 'there are no AWS credentials: log in, or set AWS_PROFILE',
  LimitExceededException: 'too many replays run in this account: wait for one to end',
  QueueDoesNotExist: 'the queue of the inspection rule is gone: deploy infra/event-backbone again',
};

/** Turns what the SDK said into a UsageError where the account or the access is the trouble. */
export function asArchiveError(error: unknown): unknown {
  const { name = '', message = '' } = Object(error) as { name?: string; message?: string };
  if (message === 'Region is missing') return new UsageError('no AWS region is set: set AWS_REGION', { cause: error });
  const sentence = SENTENCES[name];
  return sentence === undefined ? error : new UsageError(`the archive cannot be used: ${sentence}`, { cause: error });
}
