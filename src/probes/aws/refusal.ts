import {AwsRefusal, messageOf} from '../../model/errors.ts';
import {REDACTED, redactText} from '../../model/text/redact.ts';
import type {KnownSecrets} from '../../model/text/secrets/known-secrets.ts';
import {credentialsFix} from './credentials-fix.ts';

/** Why a call had no answer. */
export interface Refusal {
  readonly kind:
    | 'denied'
    | 'expired'
    | 'no-credentials'
    | 'bad-credentials'
    | 'wrong-time'
    | 'no-region'
    | 'misconfigured'
    | 'throttled'
    | 'timed-out'
    | 'unreachable'
    | 'unavailable'
    | 'not-found'
    | 'malformed'
    | 'refused';
  /** AWS's or the system's own error code. */
  readonly code: string;
  readonly message: string;
  /** Whether another attempt may succeed. */
  readonly transient: boolean;
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
const TIMED_OUT = ['TimeoutError', 'RequestTimeout', 'RequestTimeoutException', 'ETIMEDOUT'];
/** Some of the SDK's clock skew codes (`AccessDeniedException` for one) are only about time if the message says so. */
const ABOUT_TIME = /skewed|in ?the ?future|signature (expired|not yet)/i;

/** What the SDK threw, in our terms; null if it is a bug and not a refusal. */
export async function classify(thrown: unknown): Promise<Refusal | null> {
  if (!(thrown instanceof Error)) return null;
  // With the SDK's own lists, which a client that threw has already loaded.
  const retry = await import('@smithy/core/retry');
  const error = thrown as Parameters<typeof retry.isThrottlingError>[0];
  const throttled = retry.isThrottlingError(error);
  const failed = retry.isTransientError(error) || retry.isServerError(error);
  const {name} = thrown;
  const message = onePhrase(messageOf(thrown));
  const as = (kind: Refusal['kind'], code = name, transient = throttled || failed): Refusal => ({
    kind,
    code,
    message,
    transient,
  });
  if (name === 'CredentialsProviderError' || name === 'TokenProviderError') {
    return as(/expired/i.test(message) ? 'expired' : 'no-credentials', name, false);
  }
  if (message === 'Region is missing') return as('no-region', 'RegionMissing', false);
  if (message.startsWith('Region not accepted')) return as('misconfigured', 'InvalidRegion', false);
  if (name === 'EndpointError') return as('misconfigured', name, false);
  // Of `endpoint_url`, as our own requests have none.
  if ('code' in thrown && thrown.code === 'ERR_INVALID_URL') return as('misconfigured', 'InvalidEndpoint', false);
  if (throttled) return as('throttled');
  if (retry.isClockSkewError(error) && ABOUT_TIME.test(`${name}: ${message}`)) return as('wrong-time');
  if (DENIED.includes(name)) return as('denied');
  if (EXPIRED.includes(name)) return as('expired');
  if (BAD_CREDENTIALS.includes(name)) return as('bad-credentials');
  if (TIMED_OUT.includes(name)) return as('timed-out');
  const answered = '$fault' in thrown || '$response' in thrown;
  if (failed && answered) return as('unavailable');
  if ('$fault' in thrown) return as(/NotFound|NoSuch/.test(name) ? 'not-found' : 'refused');
  // The SDK attaches the raw response to the error when it could not parse the body.
  if ('$response' in thrown) return as('malformed', 'MalformedResponse');
  const last = systemError(thrown);
  if (last === null) return null;
  const kind = TIMED_OUT.includes(last.code) ? 'timed-out' : 'unreachable';
  return {kind, code: last.code, message: onePhrase(messageOf(last)), transient: true};
}

/** Who asks, in messages. */
export interface Asker {
  /** `account platform (444444444444)` */
  readonly account: string;
  /** The account, and where in it: a region or a role. */
  readonly where: string;
}

/** Names the action, so that it can be granted, and the account and region, so that it is clear by whom. */
export function toAwsRefusal(
  refusal: Refusal,
  action: string,
  asker: Asker,
  attempts: number,
  {secrets, cause}: {readonly secrets: KnownSecrets; readonly cause: unknown},
) {
  const {kind, code, message, transient} = refusal;
  const shown = (outside: string) => redactText(outside, secrets);
  const tried = attempts > 1 ? ` after ${attempts} attempts` : '';
  return new AwsRefusal(
    action,
    shown(code),
    `${action} in ${shown(asker.where)}: ${WHAT[kind]}${tried} (${shown(`${code}: ${message}`)})`,
    fixFor(refusal, action),
    {
      cause,
      transient,
      permanent: PERMANENT.has(kind),
      commonCause: shown(commonCauseOf(refusal, action, asker)),
      isShown: true,
    },
  );
}

/** No later attempt of the same run is let in. */
const PERMANENT: ReadonlySet<Refusal['kind']> = new Set([
  'denied',
  'no-credentials',
  'bad-credentials',
  'wrong-time',
  'no-region',
  'misconfigured',
]);

/** Whatever is asked of the account meets the same refusal, be it under another code. */
const OF_THE_ACCOUNT: ReadonlySet<Refusal['kind']> = new Set([
  'expired',
  'no-credentials',
  'bad-credentials',
  'wrong-time',
  'no-region',
  'misconfigured',
]);

/** Whatever is asked of the account is lost on the same way. */
const OF_THE_WAY: ReadonlySet<Refusal['kind']> = new Set(['timed-out', 'unreachable']);

function commonCauseOf({kind, code}: Refusal, action: string, {account}: Asker): string {
  const what = `${account}: ${WHAT[kind]}`;
  if (OF_THE_ACCOUNT.has(kind)) return what;
  return OF_THE_WAY.has(kind) ? `${what} (${code})` : `${what} (${action}: ${code})`;
}

const WHAT: Readonly<Record<Refusal['kind'], string>> = {
  denied: 'access denied',
  expired: 'the credentials have expired',
  'no-credentials': 'there are no credentials',
  'bad-credentials': 'AWS does not accept the credentials here',
  'wrong-time': "AWS does not accept this machine's time",
  'no-region': 'no region is set',
  misconfigured: 'the settings of the SDK do not fit together',
  throttled: 'throttled',
  'timed-out': 'no answer in time',
  unreachable: 'the endpoint could not be reached',
  unavailable: 'the service failed',
  'not-found': 'not found',
  malformed: 'the answer could not be read',
  refused: 'refused',
};

function fixFor({kind, message}: Refusal, action: string): string {
  switch (kind) {
    case 'denied':
      return action === 'sts:AssumeRole'
        ? "grant sts:AssumeRole on the role to this caller, and name the caller in the role's trust policy"
        : `grant ${action} to this caller; \`migrate-check explain CHECK\` lists all that a check needs`;
    case 'expired':
      return 'log in again (for example `aws sso login`), then run again';
    case 'no-credentials':
      return credentialsFix(message);
    case 'bad-credentials':
      return 'check the credentials with `aws sts get-caller-identity`, and that this region is enabled for the account';
    case 'wrong-time':
      return "set this machine's clock, from a time server for example, then run again";
    case 'no-region':
      return 'give --region or set AWS_REGION; in a checklist, `region:` of the account';
    case 'misconfigured':
      return 'correct the region, and `use_fips_endpoint`, `use_dualstack_endpoint` and `endpoint_url` of the AWS configuration';
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
      return 'see what AWS says about this code, and check the name of what was asked for';
  }
}

type SystemError = Error & {readonly code: string};

/** The innermost error: wrappers say less (`AggregateError` has no message at all). */
function systemError(thrown: Error): SystemError | null {
  const inner = thrown.cause instanceof Error ? systemError(thrown.cause) : null;
  if (inner !== null) return inner;
  return 'code' in thrown && typeof thrown.code === 'string' && !thrown.code.startsWith('ERR_INVALID')
    ? (thrown as SystemError)
    : null;
}

/**
 * EC2 appends kilobytes of encoded text to a denial, which only the account's administrator can decode; where a signature
 * does not match, AWS quotes the request that it should have been made of, session token and all; the SDK appends a hint
 * for programmers to an answer it cannot parse.
 */
function onePhrase(message: string): string {
  const [phrase = message] = message.split(
    /\s*(?:Encoded authorization failure message|Deserialization error:|The (?:Canonical String|String[- ]to[- ]Sign)\b)/i,
  );
  return phrase.replace(SESSION_TOKEN, `$1${REDACTED}`).replace(/\s+/g, ' ').trim();
}

/** By the header that it is sent in, or by how those of STS begin: whoever quotes one need not be asked with it. */
const SESSION_TOKEN =
  /((?:x-amz-security-token|session-?token)(?:["']?\s*[:=]\s*["']?|>))[^\s"'<>&,;]+|()\b(?:IQoJ|FwoG|FQoG|AQoD)[A-Za-z0-9+/=_%-]{40,}/gi;
