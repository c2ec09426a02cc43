import { type Judgement, unknown } from './finding.ts';

const DENIED = /^(AccessDenied|AuthorizationError|UnauthorizedOperation|Forbidden)/;
const NO_CREDENTIALS =
  /^(CredentialsProviderError|TokenProviderError|ExpiredToken|RequestExpired|UnrecognizedClient|InvalidClientTokenId|AuthFailure|InvalidSignature|SignatureDoesNotMatch|MissingAuthenticationToken)/;
const NO_NETWORK =
  /^(ENOTFOUND|ECONNREFUSED|ECONNRESET|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|TimeoutError|NetworkingError)/;
const NOT_KNOWN_THERE = /^(UnknownOperation|NotImplemented|InvalidAction|UnsupportedOperation|UnknownService|MethodNotAllowed)/;

/** One that is empty is no hostname. */
const NO_REGION = /^Region (is missing|not accepted)/;
/** What the SDK says of an answer that is none of AWS. */
const NOT_UNDERSTOOD = /^(SyntaxError|Unknown|UnknownError)$/;
const NOT_THERE = /^(ResourceNotFound|NoSuchEntity)|NotFound$|NonExistentQueue$/;

const SHOWN_CHARACTERS = 300;

/** What an adapter says when it cannot ask for a reason of its own. */
export class NotAskedError extends Error {
  override readonly name = 'NotAskedError';
  readonly toDo: string;
  constructor(message: string, toDo: string, options?: ErrorOptions) {
    super(message, options);
    this.toDo = toDo;
  }
}

/** A question that failed is an answer that is not known: names the right or the step that is missing. */
export function whyNotAsked(error: unknown, right: string): Judgement {
  if (error instanceof NotAskedError) return unknown(error.message, error.toDo);
  const { name, text } = readError(error);
  if (DENIED.test(name)) return unknown(`access is denied (${name})`, `ask as somebody who may ${right}`);
  if (NO_REGION.test(text)) return unknown('no AWS region is set', 'name one: --region, or AWS_REGION');
  if (NO_CREDENTIALS.test(name)) return unknown(`AWS knows no valid credentials (${name})`, LOG_IN);
  if (NO_NETWORK.test(name))
    return unknown(`there was no answer (${name})`, 'see whether this machine reaches AWS, then ask again');
  if (NOT_KNOWN_THERE.test(name) || NOT_UNDERSTOOD.test(name)) {
    return unknown(`this endpoint does not answer it (${name})`, 'ask AWS itself: unset AWS_ENDPOINT_URL');
  }
  if (NOT_THERE.test(name)) return unknown(firstLine(text), 'see the check "stacks"; name another stage or region');
  if (name === 'KubernetesError')
    return unknown(firstLine(text), 'see the credential (kubernetes.credentialFile) and the way to the K3s API');
  if (name === 'StoreUnusableError' || name === 'ViewsUnusableError') return unknown(text, 'see the check "event store"');
  return unknown(`could not be asked: ${name}: ${firstLine(text)}`, `it takes the right to ${right}`);
}

export const LOG_IN = 'log in ("aws sso login" or "aws configure"), or set AWS_PROFILE; then see "aws sts get-caller-identity"';

function firstLine(text: string): string {
  return text.split('\n')[0]?.slice(0, SHOWN_CHARACTERS) ?? '';
}

/** Whether credentials, and not the network or a right, are what is missing. */
export function isWithoutCredentials(error: unknown): boolean {
  return NO_CREDENTIALS.test(readError(error).name);
}

/** Of a broken connection the code says more than the name, and of several tries at once each has one. */
function readError(error: unknown): { readonly name: string; readonly text: string } {
  const {
    name = 'Error',
    code,
    message = String(error),
    errors,
  } = Object(error) as {
    readonly name?: string;
    readonly code?: unknown;
    readonly message?: string;
    readonly errors?: readonly { readonly code?: unknown }[];
  };
  const own = typeof code === 'string' ? code : errors?.map((each) => each.code).find((each) => typeof each === 'string');
  return { name: typeof own === 'string' && NO_NETWORK.test(own) ? own : name, text: message };
}
