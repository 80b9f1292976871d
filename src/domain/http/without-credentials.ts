import {CannotTell} from '../../model/errors.ts';
import type {Refusal} from '../../model/facts/wire/connection.ts';
import type {HttpAnswer} from '../../model/facts/wire/http.ts';
import type {Fault} from '../../model/outcome.ts';
import {plainText} from '../../model/text/plain-text.ts';
import {hopName, writtenBy} from './hops.ts';
import {htmlPageOf} from './login-page.ts';
import {mcpRefusal} from './mcp-refusals.ts';
import {pageOf} from './page-text.ts';
import {isRedirect, redirectOf} from './redirect-kind.ts';

interface Asked {
  readonly place: string;
  readonly url: string;
  readonly login: 'refused' | 'allowed';
}

interface Judged {
  readonly faults: readonly Fault[];
  readonly doubt: CannotTell | null;
  readonly actual: string;
}

/** Over TLS 1.3 the server says so in an alert; other handshakes that fail may have any reason. */
export function provesClientCertificate(refusal: Refusal | null): boolean {
  return refusal?.kind === 'tls' && /CERTIFICATE_REQUIRED/.test(refusal.code ?? '');
}

/** What an answer says about who gets in without credentials. Other statuses have other reasons, which come first. */
export function judgeWithoutCredentials(answer: HttpAnswer, asked: Asked): Judged {
  const {status, headers, body} = answer;
  if (status === 401 || status === 403) return refused(answer, asked);
  if (isRedirect(status)) return redirected(status, headers.location, asked);
  if (isChallenge(headers)) return refused(answer, asked);
  const page = pageOf(headers['content-type'], body);
  if (status >= 200 && status < 300) {
    if (htmlPageOf(headers['content-type'], body) === 'login page') return loginPage(status, asked);
    const what = `answers ${status}${page === null ? '' : ` with ${page.text}`}, not 401 or 403`;
    return faulty({what, fix: page?.fix ?? OPEN});
  }
  const [why, fix] = otherReason(status);
  return doubtful(asked, `answers ${status}${why}`, fix);
}

const OPEN =
  'Let the service itself ask for credentials on this path, or a rule of the load balancer before it forwards; until then whoever knows the URL gets in.';

function refused({status, headers, body}: HttpAnswer, asked: Asked): Judged {
  // What API Gateway says where there is no such route, whether it asks for credentials or not.
  const isMissing =
    /MissingAuthenticationToken/i.test(headers['x-amzn-errortype'] ?? '') ||
    (status === 403 && /"Missing Authentication Token"/i.test(body));
  if (isMissing) {
    const what = `answers ${status} "Missing Authentication Token", which API Gateway says of routes that do not exist, too`;
    return doubtful(asked, what, 'ask for a route that exists: see its method, path and stage');
  }
  const other = mcpRefusal(status, body);
  if (other !== null) {
    return doubtful(
      asked,
      `answers ${status}, and ${other.says}`,
      'ask as a client does: see the host, the origin and the session',
    );
  }
  // Whoever passes the test for robots is asked for nothing else here.
  if (isChallenge(headers)) {
    const what = `answers ${status} with a test for robots, which comes before the service is asked`;
    return doubtful(asked, what, 'ask from an address that the firewall lets through, or past it');
  }
  const challenge = headers['www-authenticate'];
  const scheme = challenge === undefined ? 'without WWW-Authenticate' : `asks for ${plainText(challenge, 80)}`;
  const hop = writtenBy(headers, body);
  const who = hop === null ? '' : `, by ${hopName(hop)} itself`;
  return {faults: [], doubt: null, actual: `refused with ${status} (${status === 401 ? scheme : 'forbidden'}${who})`};
}

/** Of Cloudflare and of AWS WAF. */
function isChallenge(headers: HttpAnswer['headers']): boolean {
  return headers['cf-mitigated'] === 'challenge' || /^(?:challenge|captcha)$/i.test(headers['x-amzn-waf-action'] ?? '');
}

function redirected(status: number, location: string | undefined, asked: Asked): Judged {
  const what = `answers ${status}, a redirect to ${plainText(location ?? 'nowhere')}`;
  if (redirectOf(location, asked.url) === 'login') {
    if (asked.login === 'allowed') return {faults: [], doubt: null, actual: `${what}, a login`};
    return faulty({what: `${what}, a login, not 401 or 403`, fix: NO_LOGIN});
  }
  return doubtful(asked, what, 'ask for the URL that it redirects to');
}

const NO_LOGIN =
  'Answer 401 on this path, which clients that are not browsers understand (a rule that authenticates: on unauthenticated requests, deny); where all clients are browsers, say login: allowed.';

function loginPage(status: number, {login}: Asked): Judged {
  const what = `answers ${status} with a login page`;
  if (login === 'allowed') return {faults: [], doubt: null, actual: what};
  return faulty({what: `${what}, not 401 or 403`, fix: NO_LOGIN});
}

function otherReason(status: number): readonly [why: string, fix: string] {
  switch (status) {
    case 404:
    case 410:
      return [
        ', which hides what is there as well as it says that nothing is',
        'see that the same request with credentials is served, and let the server answer 401 without them',
      ];
    case 400:
    case 405:
    case 406:
    case 411:
    case 413:
    case 415:
    case 421:
    case 422:
      return [
        ', which is about the request and may come before credentials are looked at',
        'ask as a client does: see the method, the host, the body, and the headers Accept and Content-Type',
      ];
    case 429:
      return [', a limit on requests', 'wait, or ask less often'];
    default:
      return status >= 500
        ? [', so that whoever would look at credentials did not answer', 'see that the service runs, then run again']
        : ['', 'ask for something that is served to those who have credentials'];
  }
}

function faulty(fault: Fault): Judged {
  return {faults: [fault], doubt: null, actual: fault.what};
}

function doubtful({place}: Asked, what: string, fix: string): Judged {
  return {
    faults: [],
    doubt: new CannotTell(`${place}: ${what}: whether it would be refused is not known`, fix),
    actual: what,
  };
}
