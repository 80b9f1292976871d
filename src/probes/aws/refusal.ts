import {AwsRefusal, messageOf} from '../../model/errors.ts';

/** Why a call brought no answer. */
export interface Refusal {
  readonly kind:
    | 'denied'
    | 'expired'
    | 'no-credentials'
    | 'bad-credentials'
    | 'no-region'
    | 'throttled'
    | 'timed-out'
    | 'unreachable'
    | 'unavailable'
    | 'not-found'
    | 'malformed'
    | 'refused';
  /** AWS's or the system's own word. */
  readonly code: string;
  readonly message: string;
}

const DENIED = ['AccessDenied', 'AccessDeniedException', 'UnauthorizedOperation', 'UnauthorizedException'];
const EXPIRED = ['ExpiredToken', 'ExpiredTokenException', 'RequestExpired'];
const BAD_CREDENTIALS = [
  'AuthFailure',
  'IncompleteSignature',
  'InvalidAccessKeyId',
  'InvalidClientTokenId',
  'InvalidSignatureException',
  'OptInRequired',
  'SignatureDoesNotMatch',
  'UnrecognizedClientException',
];
/** As in the SDK's own classification of errors (`@smithy/core`, retry). */
const THROTTLED = [
  'BandwidthLimitExceeded',
  'EC2ThrottledException',
  'LimitExceededException',
  'PriorRequestNotComplete',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestThrottledException',
  'SlowDown',
  'ThrottledException',
  'Throttling',
  'ThrottlingException',
  'TooManyRequestsException',
  'TransactionInProgressException',
];
const TIMED_OUT = ['TimeoutError', 'RequestTimeout', 'RequestTimeoutException', 'ETIMEDOUT'];

/** Worth another attempt at once. */
const TRANSIENT: ReadonlySet<Refusal['kind']> = new Set(['throttled', 'timed-out', 'unreachable', 'unavailable']);

export function isTransient(refusal: Refusal): boolean {
  return TRANSIENT.has(refusal.kind);
}

/** What the SDK threw, in our words; null for what is no refusal but a bug. */
export function classify(thrown: unknown): Refusal | null {
  if (!(thrown instanceof Error)) return null;
  const {name} = thrown;
  const message = onePhrase(messageOf(thrown));
  const as = (kind: Refusal['kind'], code = name): Refusal => ({kind, code, message});
  if (name === 'CredentialsProviderError' || name === 'TokenProviderError') {
    return as(/expired/i.test(message) ? 'expired' : 'no-credentials');
  }
  if (message === 'Region is missing') return as('no-region', 'RegionMissing');
  const status = statusOf(thrown);
  if (THROTTLED.includes(name) || status === 429) return as('throttled');
  if (DENIED.includes(name)) return as('denied');
  if (EXPIRED.includes(name)) return as('expired');
  if (BAD_CREDENTIALS.includes(name)) return as('bad-credentials');
  if (TIMED_OUT.includes(name)) return as('timed-out');
  if (status !== null && status >= 500) return as('unavailable');
  if ('$fault' in thrown) return as(/NotFound|NoSuch/.test(name) ? 'not-found' : 'refused');
  // The SDK hangs the raw response on the error when it could not read the body.
  if ('$response' in thrown) return as('malformed', 'MalformedResponse');
  const last = systemError(thrown);
  if (last === null) return null;
  const {code} = last;
  return {kind: TIMED_OUT.includes(code) ? 'timed-out' : 'unreachable', code, message: onePhrase(messageOf(last))};
}

/** Names the action, so that it can be granted, and the place, so that one knows by whom. */
export function toAwsRefusal(refusal: Refusal, action: string, where: string, attempts: number, cause: unknown) {
  const tried = attempts > 1 ? ` after ${attempts} attempts` : '';
  return new AwsRefusal(
    action,
    refusal.code,
    `${action} in ${where}: ${WHAT[refusal.kind]}${tried} (${refusal.code}: ${refusal.message})`,
    fixFor(refusal.kind, action),
    {cause, transient: isTransient(refusal)},
  );
}

const WHAT: Readonly<Record<Refusal['kind'], string>> = {
  denied: 'access denied',
  expired: 'the credentials have expired',
  'no-credentials': 'there are no credentials',
  'bad-credentials': 'AWS does not accept the credentials here',
  'no-region': 'no region is set',
  throttled: 'throttled',
  'timed-out': 'no answer in time',
  unreachable: 'the endpoint could not be reached',
  unavailable: 'the service failed',
  'not-found': 'not found',
  malformed: 'the answer could not be read',
  refused: 'refused',
};

function fixFor(kind: Refusal['kind'], action: string): string {
  switch (kind) {
    case 'denied':
      return action === 'sts:AssumeRole'
        ? "grant sts:AssumeRole on the role to this caller, and name the caller in the role's trust policy"
        : `grant ${action} to this caller; \`migrate-check explain CHECK\` lists all that a check needs`;
    case 'expired':
      return 'log in again (for example `aws sso login`), then run again';
    case 'no-credentials':
      return 'set `profile:` or `roleArn:` for this account in the checklist, or AWS_PROFILE, or log in (`aws sso login`)';
    case 'bad-credentials':
      return 'check the credentials with `aws sts get-caller-identity`, and that this region is enabled for the account';
    case 'no-region':
      return 'set `region:` for this account in the checklist, or AWS_REGION';
    case 'throttled':
      return 'run again later, or give the items `retry:`; other tools in this account share the same limit';
    case 'timed-out':
    case 'unreachable':
      return 'check the network, a proxy, and that the region is spelled right';
    case 'unavailable':
      return 'run again; if it stays, see the AWS Health Dashboard';
    case 'not-found':
      return 'it may have been deleted a moment ago: run again';
    case 'malformed':
      return 'check that the endpoint is AWS: a proxy or login page may have answered instead';
    case 'refused':
      return 'see what AWS says about this code, and check the resource in the checklist';
  }
}

function statusOf(thrown: Error): number | null {
  const metadata = '$metadata' in thrown ? thrown.$metadata : null;
  if (typeof metadata !== 'object' || metadata === null || !('httpStatusCode' in metadata)) return null;
  return typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : null;
}

type SystemError = Error & {readonly code: string};

/** The error at the bottom: wrappers say less (`AggregateError` has no message at all). */
function systemError(thrown: Error): SystemError | null {
  const inner = thrown.cause instanceof Error ? systemError(thrown.cause) : null;
  if (inner !== null) return inner;
  return 'code' in thrown && typeof thrown.code === 'string' && !thrown.code.startsWith('ERR_INVALID')
    ? (thrown as SystemError)
    : null;
}

/**
 * EC2 hangs kilobytes of encoded text on a denial, which only the account's administrator can decode; the SDK hangs a
 * hint for programmers on an answer it can't read.
 */
function onePhrase(message: string): string {
  const [phrase = message] = message.split(/\s*(?:Encoded authorization failure message|Deserialization error:)/);
  return phrase.replace(/\s+/g, ' ').trim();
}
