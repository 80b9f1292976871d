import type {Fault} from '../../model/outcome.ts';
import {plainText} from '../../model/text/plain-text.ts';

/** Where an answer sends its client, by what is different from where the client asked. */
export type Redirect =
  /** From HTTPS to plain HTTP. */
  | 'downgrade'
  | 'login'
  | 'slash'
  | 'https'
  | 'host'
  | 'elsewhere'
  /** To what was asked for. */
  | 'itself'
  | 'nowhere';

const STATUSES = new Set([301, 302, 303, 307, 308]);

/** Statuses that send a client elsewhere (RFC 9110, section 15.4). */
export function isRedirect(status: number): boolean {
  return STATUSES.has(status);
}

/** The URL that a client goes to; null where there is none, or it is not a URL. */
export function targetOf(location: string | undefined, url: string): URL | null {
  return location === undefined ? null : URL.parse(location, url);
}

export function redirectOf(location: string | undefined, url: string): Redirect {
  const from = new URL(url);
  const to = targetOf(location, url);
  if (to === null) return 'nowhere';
  if (isLogin(to) && !isLogin(from)) return 'login';
  if (from.protocol === 'https:' && to.protocol === 'http:') return 'downgrade';
  if (to.hostname !== from.hostname) return 'host';
  const isSamePlace = to.pathname === from.pathname && to.search === from.search;
  if (from.protocol === 'http:' && to.protocol === 'https:') return isSamePlace ? 'https' : 'elsewhere';
  if (isSamePlace && to.host === from.host) return 'itself';
  const isSlash = to.host === from.host && to.search === from.search;
  return isSlash && withoutSlash(to.pathname) === withoutSlash(from.pathname) ? 'slash' : 'elsewhere';
}

/** What a redirect comes to that was not wanted. */
export function redirectFault(status: number, location: string | undefined, url: string, expected: string): Fault {
  const to = plainText(location ?? 'nowhere');
  const what = `answers ${status}, a redirect to ${to}`;
  switch (redirectOf(location, url)) {
    case 'downgrade':
      return {
        what: `${what}, from https down to http, not ${expected}`,
        fix: 'Let the server trust the X-Forwarded-Proto of the hop in front (uvicorn: --proxy-headers with --forwarded-allow-ips, gunicorn: --forwarded-allow-ips): it takes the request for plain HTTP. Browsers refuse the redirect as mixed content, others send the request in the clear.',
      };
    case 'login':
      return {
        what: `${what}, a login, not ${expected}`,
        fix: 'Let this path through without a login if its clients are not browsers: see which listener rule or proxy asks for it.',
      };
    case 'slash':
      return {
        what: `${what}, for a slash at the end of the path, not ${expected}`,
        fix: 'Use the path as the server has it, or switch its redirect of slashes off: clients that send POST lose its body over a 301 or 302.',
      };
    case 'itself':
      return {
        what: `${what}, which is where it was asked, so that clients go round in a circle, not ${expected}`,
        fix: 'Let the server trust the X-Forwarded-Proto and X-Forwarded-Host of the hop in front, or take one of two redirects away that send to each other.',
      };
    case 'nowhere':
      return {
        what: `answers ${status}, a redirect without a location that can be followed, not ${expected}`,
        fix: 'Correct the redirect action of the listener rule, or of the server.',
      };
    case 'https':
    case 'host':
    case 'elsewhere':
      return {
        what: `${what}, not ${expected}`,
        fix: 'Use the URL it redirects to, or see why the path is redirected.',
      };
  }
}

const LOGIN_WORD = /(?:^|[/._-])(?:log-?in|sign-?in|sso|saml2?|oauth2?|authorize|openid-connect|adfs)(?:$|[/._-])/i;

/** A page that asks who one is, or the endpoint of a provider of such pages (OAuth 2, OpenID Connect, SAML). */
function isLogin({pathname, hostname, searchParams}: URL): boolean {
  if (searchParams.has('SAMLRequest') || (searchParams.has('client_id') && searchParams.has('response_type')))
    return true;
  return LOGIN_WORD.test(pathname) || /^(?:login|signin|sso|auth)\./i.test(hostname);
}

function withoutSlash(path: string): string {
  return path.replace(/\/+$/, '');
}
