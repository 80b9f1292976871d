import {CannotTell} from '../../model/errors.ts';
import type {McpAnswer, McpConversation, McpEndpoint, McpStep} from '../../model/facts/wire/mcp.ts';
import type {Fault} from '../../model/outcome.ts';
import {plainText} from '../../model/text/plain-text.ts';
import {hopName, writtenBy} from '../http/hops.ts';
import {pageOf} from '../http/page-text.ts';
import {isRedirect, targetOf} from '../http/redirect-kind.ts';
import {placeAdvice, slashAdvice, unforwardedAdvice, unroutedAdvice} from './base-path-advice.ts';
import {type EndpointPlace, placeOf} from './endpoint-place.ts';
import {isAccepted, isSessionMiss} from './session-misses.ts';
import {type StepFindings, unansweredFindings, wrongStatus} from './step-findings.ts';

/** What is to be said of where messages go. */
export interface EndpointFindings extends StepFindings {
  /** Null: no endpoint event came. */
  readonly place: EndpointPlace | null;
  readonly actual: string;
  /** What a pass says besides. */
  readonly because: string | null;
}

/** What a server says to be the path for messages, and what came of the first message there. */
interface Named {
  readonly streamUrl: string;
  readonly basePath: string;
  readonly endpoint: McpEndpoint;
  /** Null: none was sent, as clients send none to another origin. */
  readonly first: McpStep | null;
  /** The same message where a redirect of the first one led; null: there was none that clients follow. */
  readonly moved: McpStep | null;
}

/** The stream step of HTTP+SSE, and the first message behind it; null: no endpoint event came. */
export function namedEndpoint({steps}: McpConversation): Pick<Named, 'endpoint' | 'first' | 'moved'> | null {
  const at = steps.findIndex(({answer}) => answer?.endpoint != null);
  const endpoint = steps[at]?.answer?.endpoint ?? null;
  if (endpoint === null) return null;
  const [first = null, moved = null] = steps.slice(at + 1).filter(({purpose}) => purpose === 'initialize');
  return {endpoint, first, moved};
}

/**
 * Whether messages go where the stream is: same origin, below the base path once, and taken there. What reaches the session all
 * the same, as a reply on the stream proves, is no fault: clients are served.
 */
export function endpointFindings(named: Named): EndpointFindings {
  const {streamUrl, basePath, endpoint, first, moved} = named;
  const place = placeOf(endpoint.url, streamUrl, basePath);
  const path = pathText(endpoint, place);
  const actual = `the endpoint event names ${path}`;
  if (place !== 'kept') {
    const how = wrongPlace(place, streamUrl, basePath);
    const taken = moved ?? first;
    if (taken !== null && (taken.reply !== null || isSessionMiss(taken))) {
      const because = `it is ${how}, and the server takes messages there all the same, as a hop makes up for it`;
      return {place, actual, because, fault: null, doubt: null};
    }
    const answered = first === null ? clientsText(place) : answeredText(first);
    const what = `${actual}, ${how}${answered === null ? '' : `: ${answered}`}`;
    return {place, actual, because: null, fault: {what, fix: placeAdvice(place, basePath)}, doubt: null};
  }
  const below = basePath === '' ? '' : `, below ${basePath} once`;
  return {place, ...takenFindings(first, moved, path), actual: `${actual}${below}`};
}

function takenFindings(
  first: McpStep | null,
  moved: McpStep | null,
  path: string,
): Omit<EndpointFindings, 'actual' | 'place'> {
  if (first === null) return {because: null, fault: null, doubt: null};
  const unanswered = unansweredFindings(first);
  if (unanswered !== null) return {because: null, ...unanswered};
  const {answer} = first;
  const status = answer?.status ?? 0;
  const taken = moved ?? first;
  if (isAccepted(taken) && taken.reply === null) return {because: null, ...acceptedBySomebody(taken, path)};
  if (moved !== null && (isAccepted(moved) || isSessionMiss(moved))) {
    const because = `a message there gets ${status}, a redirect on the same origin that clients follow each time, and is taken behind it (${moved.answer?.status})`;
    return {because, fault: null, doubt: null};
  }
  if (isAccepted(first)) return {because: `a message there is accepted (${status})`, fault: null, doubt: null};
  if (isSessionMiss(first)) {
    const because = `the server answers there, and does not know the session of the stream (${status}), which is not about the path: see mcp/messages-find-their-session`;
    return {because, fault: null, doubt: null};
  }
  return {because: null, fault: answer === null ? null : refusedFault(first, answer, path), doubt: null};
}

/** Anything may answer 2xx: that it is the server of the stream, only a reply there shows. */
function acceptedBySomebody(step: McpStep, path: string): StepFindings {
  const {status = 202, headers = {}, text = ''} = step.answer ?? {};
  const page = pageOf(headers['content-type'], text);
  const hop = writtenBy(headers, text);
  if (page !== null || hop !== null) {
    const who = page === null ? `, and ${hop === null ? '' : hopName(hop)} itself says so` : ` with ${page.text}`;
    const what = `a message to ${path} gets ${status}${who}: something else than the server of the stream takes it`;
    return {fault: {what, fix: unforwardedAdvice(path, 'POST')}, doubt: null};
  }
  const what = `a message to ${path} is accepted (${status}), and its reply did not come on the stream, so it is not known whether it was the server of the stream that took it`;
  return {
    fault: null,
    doubt: new CannotTell(`${step.url}: ${what}`, 'See mcp/handshake: it says what may hold replies back.'),
  };
}

function refusedFault(step: McpStep, answer: McpAnswer, path: string): Fault {
  const {status, headers} = answer;
  if (isRedirect(status)) {
    const location = headers.location;
    const to = targetOf(location, step.url);
    const from = new URL(step.url);
    if (to?.pathname.endsWith('/') && !from.pathname.endsWith('/')) {
      const isDown = from.protocol === 'https:' && to.protocol === 'http:';
      const scheme = isDown ? ', from https down to http, which clients refuse' : '';
      const moved = to.pathname === `${from.pathname}/` ? '' : ', at a path without what a hop took away';
      return {
        what: `a message to ${path} gets ${status}, a redirect for the slash at the end, to ${plainText(location ?? '', 200)}${scheme}${moved}`,
        fix: slashAdvice(isDown),
      };
    }
    return wrongStatus(step, answer, 202);
  }
  if (status !== 404) return wrongStatus(step, answer, 202);
  const hop = writtenBy(headers, answer.text);
  if (hop !== null) {
    const what = `a message to ${path} gets 404, and ${hopName(hop)} itself says so: nothing forwards this path to the service of the stream`;
    return {what, fix: unforwardedAdvice(path, 'POST')};
  }
  const said = answer.text.trim() === '' ? '' : `; it says: ${plainText(answer.text.trim(), 120)}`;
  return {
    what: `a message to ${path} gets 404 from something that is not the server of the stream, or has no such path${said}`,
    fix: `${unforwardedAdvice(path, 'POST')} Where it reaches the service, see whether a hop rewrites the path for POST.`,
  };
}

/** The stream itself is not found: by whom, and where the application has it. `twice`: the look below the base path twice. */
export function unroutedFault(
  step: McpStep,
  answer: McpAnswer,
  {basePath, twice}: {readonly basePath: string; readonly twice: McpConversation | null},
): Fault {
  const hop = writtenBy(answer.headers, answer.text);
  const path = new URL(step.url).pathname;
  if (hop !== null) {
    const what = `GET ${path} gets ${answer.status}, and ${hopName(hop)} itself says so: nothing forwards this path to the service`;
    return {what, fix: unforwardedAdvice(path, 'GET')};
  }
  const doubled = `${basePath}${path}`;
  const below = twice === null ? null : namedEndpoint(twice);
  const isDoubled = below !== null && placeOf(below.endpoint.url, step.url, basePath) === 'base-doubled';
  const where =
    below === null
      ? `the application has no such path, nor ${doubled}`
      : isDoubled
        ? `the stream is at ${doubled}, and messages too: the base path is applied twice, by root_path and by a prefix`
        : `the stream is at ${doubled}: the application has the prefix on its router or mount, and a hop takes it away before`;
  return {
    what: `GET ${path} gets 404: ${where}`,
    fix: unroutedAdvice(below === null ? null : isDoubled ? 'doubled' : 'once', basePath),
  };
}

function pathText({data, url}: McpEndpoint, place: EndpointPlace): string {
  const named = url === null ? null : URL.parse(url);
  if (named === null) return JSON.stringify(plainText(data, 200));
  const isSameOrigin = ['kept', 'base-missing', 'base-doubled', 'elsewhere'].includes(place);
  return plainText(`${isSameOrigin ? '' : named.origin}${named.pathname}`, 200);
}

function wrongPlace(place: Exclude<EndpointPlace, 'kept'>, streamUrl: string, basePath: string): string {
  switch (place) {
    case 'base-missing':
      return `without the base path ${basePath} of the stream`;
    case 'base-doubled':
      return `with the base path ${basePath} twice`;
    case 'elsewhere':
      return `not below the base path ${basePath} of the stream`;
    case 'plain-http':
      return 'by http, where the stream is https';
    case 'internal':
      return 'a host or port that only the inside of a network knows';
    case 'other-origin':
      return `another origin than ${new URL(streamUrl).origin} of the stream`;
    case 'no-url':
      return 'which is neither a path nor a URL';
  }
}

function clientsText(place: EndpointPlace): string | null {
  return place === 'no-url' ? null : 'clients send nothing to another origin';
}

function answeredText(step: McpStep): string | null {
  const {answer, refusal} = step;
  if (answer === null) return refusal === null ? null : `${refusal.message}`;
  const hop = writtenBy(answer.headers, answer.text);
  const who = hop === null ? '' : `, and ${hopName(hop)} itself says so`;
  if (isAccepted(step)) return `a message there gets ${answer.status}, and no reply comes on the stream`;
  return `a message there gets ${answer.status}${who}`;
}
