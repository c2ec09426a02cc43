import { ComputeError } from '../ports.ts';

/**
 * EC2's codes for "not this offering, not now". Another zone, type or capacity type may still do.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html; UnfulfillableCapacity and SpotMaxPriceTooLow are
 * reported by fleets. MaxSpotInstanceCountExceeded is the Spot quota: On-Demand has its own, so falling back helps.
 */
const CAPACITY_CODES: ReadonlySet<string> = new Set([
  'InsufficientInstanceCapacity',
  'InsufficientHostCapacity',
  'InsufficientCapacity',
  'UnfulfillableCapacity',
  'InsufficientFreeAddressesInSubnet',
  'MaxSpotInstanceCountExceeded',
  'SpotMaxPriceTooLow',
  'Unsupported',
]);

const KINDS: readonly (readonly [ComputeError['kind'], RegExp])[] = [
  [
    'throttled',
    /^(RequestLimitExceeded|RequestThrottled|Throttling|ThrottlingException|EC2ThrottledException|TooManyRequests)/,
  ],
  ['quota', /LimitExceeded$/],
  [
    'unauthorized',
    /^(UnauthorizedOperation|AuthFailure|AccessDenied|OptInRequired|Blocked|PendingVerification|ExpiredToken|RequestExpired|InvalidClientTokenId|UnrecognizedClient|CredentialsProviderError)/,
  ],
  // Not the SDK's own `Unknown` and `UnknownError`, which it says of an answer that it could not read.
  ['invalid', /^(Invalid|Missing|Malformed|Unknown(?!(Error)?$)|IdempotentParameterMismatch|ValidationError)/],
];

export function isCapacityCode(code: string): boolean {
  return CAPACITY_CODES.has(code);
}

/** Sorts one of EC2's codes by who can help. What is not in the table is `failed`: it may pass. */
export function computeError(code: string, message: string, options?: ErrorOptions): ComputeError {
  const kind = KINDS.find(([, pattern]) => pattern.test(code))?.[0] ?? 'failed';
  return new ComputeError(kind, code, message, options);
}

/** Whatever the SDK threw, as ours. Errors of EC2 carry their code as `Code` or `name`; a broken connection has only a name. */
export function fromSdk(error: unknown): ComputeError {
  if (error instanceof ComputeError) return error;
  const { Code, name, code, message } = Object(error) as Partial<Record<'Code' | 'name' | 'code' | 'message', unknown>>;
  const own = [Code, name === 'Error' ? code : name, code].find(
    (candidate) => typeof candidate === 'string' && candidate !== '',
  );
  return computeError(String(own ?? 'UnknownError'), String(message ?? error), { cause: error });
}
