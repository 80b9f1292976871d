import type {Candidate, Fault} from '../../model/outcome.ts';
import {formatDuration} from '../../model/text/duration.ts';
import {plainText} from '../../model/text/plain-text.ts';
import {LIMITS} from '../streams/limit-table.ts';
import {candidatesOf, limitsThatAnswered} from '../streams/limits.ts';
import {hopAdvice, PLAIN_TO_TLS} from './hop-answers.ts';
import {hopName, writtenBy} from './hops.ts';
import {htmlPageOf} from './login-page.ts';
import {mcpRefusal, methodRefused} from './mcp-refusals.ts';
import {isRedirect, redirectFault} from './redirect-kind.ts';

/** An answer whose status is not the one expected. */
export interface UnexpectedAnswer {
  readonly url: string;
  readonly method: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Its beginning is enough. */
  readonly body: string;
  /** From the request to the response headers, in milliseconds. */
  readonly afterMs: number;
}

/** What it means that a status came which is not `wanted`: who wrote it, after how long, and whose timer that fits. */
export function statusFault(answer: UnexpectedAnswer, wanted: number): Fault {
  const {url, status, headers, body} = answer;
  if (isRedirect(status)) return redirectFault(status, headers.location, url, String(wanted));
  const {says, fix, candidates} = meaningOf(answer);
  const page = htmlPageOf(headers['content-type'], body);
  const said = page === null ? saidIn(body) : page === 'login page' ? '; with a login page' : '';
  return {
    what: `answers ${status}, not ${wanted}${says === '' ? '' : `: ${says}`}${said}`,
    fix: page === 'login page' ? pageAdvice(page) : fix,
    candidates,
  };
}

/** Servers of applications: what they say is the application's own. */
const SERVICE = /^(?:uvicorn|gunicorn|hypercorn|daphne|werkzeug|kestrel|jetty|puma|express)/i;
const NO_ROUTE_FIX =
  'The request reached the application, so the rules before it are right: see its prefix (BASE_PATH, root_path, the mount path, a slash at the end), and whether a hop strips it.';
const GO_FIX =
  'Where Traefik is on the way, see whether a router of it matches this host and path (the rule of the ingress); else the prefix of the path in the application, and whether a hop strips it.';
const SERVICE_FIX = 'The service itself answers so, no hop before it: see its log at that time.';

interface Meaning {
  readonly says: string;
  readonly fix: string;
  readonly candidates: readonly Candidate[];
}

function meaningOf({method, status, headers, body, afterMs}: UnexpectedAnswer): Meaning {
  const hop = writtenBy(headers, body);
  if (hop === null) {
    const refusal = status === 405 ? methodRefused(method, headers.allow) : mcpRefusal(status, body);
    if (refusal !== null) return {...refusal, candidates: []};
  }
  if (hop === null && status === 400 && PLAIN_TO_TLS.test(body)) {
    return {says: 'plain HTTP was sent to a port that speaks TLS', fix: 'Ask it with https.', candidates: []};
  }
  if (hop === null && status === 404 && (SERVICE.test(headers.server ?? '') || NO_ROUTE.test(body))) {
    return {says: 'the application has no such path', fix: NO_ROUTE_FIX, candidates: []};
  }
  if (hop === null && status === 404 && GO_NO_ROUTE.test(body)) {
    const says = 'a server written in Go has no such path: the application, or Traefik without a router for it';
    return {says, fix: GO_FIX, candidates: []};
  }
  const limits = status >= 400 ? limitsThatAnswered(status, afterMs, LIMITS) : [];
  const fitting = hop === null ? limits : limits.filter(({of}) => of === hop);
  const after = formatDuration(afterMs);
  const candidates = candidatesOf(fitting, headers, () => `the answer ${status} came ${after} after the request`);
  const service = hop === null && status >= 500 ? SERVICE.exec(headers.server ?? '')?.[0] : undefined;
  const who = hop !== null ? `${hopName(hop)} itself says so` : service === undefined ? '' : `${service} says so`;
  const says = [who, status >= 500 || who !== '' ? `after ${after}` : ''].filter((text) => text !== '').join(', ');
  const own = hop === null ? service && SERVICE_FIX : hopAdvice(hop, status, body);
  const fix = own ?? statusAdvice(status, headers);
  return {says, fix, candidates};
}

/** Frameworks that say so themselves: the request came as far as the application. */
const NO_ROUTE =
  /^\s*\{\s*"detail"\s*:\s*"Not Found"\s*\}\s*$|(?:^|<pre>|"message"\s*:\s*")Cannot (?:GET|POST|PUT|PATCH|DELETE) \/|"message"\s*:\s*"Route [A-Z]+:\/|^\s*\{\s*"timestamp"\s*:.*"status"\s*:\s*404\b.*"path"\s*:/i;

/** As every server in Go says it that has no such path, Traefik and others that stand before one included. */
const GO_NO_ROUTE = /^404 page not found\s*$/i;

function saidIn(body: string): string {
  return body.trim() === '' ? '' : `; it says: ${plainText(body.trim(), 120)}`;
}

/** By a status alone. */
function statusAdvice(status: number, headers: UnexpectedAnswer['headers']): string {
  const retryAfter = headers['retry-after'];
  switch (status) {
    case 204:
      return 'See why the server has nothing to say.';
    case 400:
      return 'The request reached a server that does not take it: what it says names the reason.';
    case 401:
      return headers['www-authenticate'] === undefined
        ? 'See who refuses: the credentials of the request, or a rule that asks for a login or a token.'
        : 'Send the credentials that its WWW-Authenticate header asks for; to see the service without a login, exempt the path.';
    case 403:
      return 'See who refuses: the credentials of the request, a WAF, or a rule that asks for a login or a token.';
    case 404:
      return 'See the path, and which listener rule wins for it: a fixed response 404 is the default of many listeners.';
    case 429:
      return `See whose limit it is: the server, a WAF or an API gateway; then wait${retryAfter === undefined ? '' : ` (${plainText(retryAfter, 40)} s, it says)`}, or ask less often.`;
    case 464:
      return "See the target group's protocol version: it does not fit the client's.";
    case 502:
      return 'See the targets behind the last hop: they refuse or break the connection, or answer something that is not HTTP.';
    case 503:
      return 'See the target group of the rule that wins: it has no target, or none that may get requests; or the service itself is not ready.';
    case 504:
      return 'See whether the targets answer in time: security groups on the way to them, and whether they send headers before the idle timeout of the hop.';
    default:
      if (status >= 500) return 'See the logs of the service and its targets behind the load balancer.';
      return 'See the path, the method, the headers and the listener rule that wins.';
  }
}

/** By a web page that came instead. */
export function pageAdvice(page: 'login page' | 'page'): string {
  return page === 'login page'
    ? 'Let this path through without a login if its clients are not browsers: see which listener rule or proxy asks for it.'
    : 'See which service answers with a web page, and which listener rule sends the path there.';
}
