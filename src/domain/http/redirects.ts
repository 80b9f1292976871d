import {plainText} from '../../model/text/plain-text.ts';

/** What a redirect means, by where it leads from where. */
export interface RedirectMeaning {
  /** A clause; empty where there is nothing to say but where it leads. */
  readonly says: string;
  readonly fix: string;
}

/** Paths and hosts of logins; `redirect_uri` and `SAMLRequest` are what every single sign-on sends along. */
const LOGIN =
  /\/(?:log-?in|sign-?in|sso|saml2?|authorize|oauth2?|auth)(?:[/?#.]|$)|[?&](?:redirect_uri|SAMLRequest)=|^https?:\/\/(?:login\.|accounts\.google\.|[^/]*\.(?:okta|auth0)\.com|[^/]*\.amazoncognito\.com)/i;

/** @param location Of the answer, absolute or relative to `url`. */
export function redirectMeaning(url: string, location: string | undefined): RedirectMeaning {
  const [from, to] = [URL.parse(url), location === undefined ? null : URL.parse(location, url)];
  if (from === null || to === null) {
    return {says: 'it does not say where to', fix: 'See which hop or server answers with a redirect without a target.'};
  }
  if (LOGIN.test(to.href)) {
    return {
      says: 'a login is asked for',
      fix: 'Let this path through without a login if its clients are not browsers: see which listener rule or proxy asks for it.',
    };
  }
  const isSlash = from.pathname !== to.pathname && withoutSlash(from.pathname) === withoutSlash(to.pathname);
  if (from.protocol === 'https:' && to.protocol === 'http:') {
    const slash = isSlash
      ? ' It redirects at all because of the slash at the end of the path: ask with it as it wants.'
      : '';
    return {
      says: `from https to http${isSlash ? ' and by a slash at the end' : ''}: the server does not know that it is behind TLS, because it does not trust the forwarded headers`,
      fix: `Let the server trust the proxy's X-Forwarded-Proto (uvicorn: \`--proxy-headers --forwarded-allow-ips='*'\` where only the proxy reaches it, gunicorn: \`forwarded_allow_ips\`), and let every hop send it. Browsers and MCP clients refuse this redirect.${slash}`,
    };
  }
  if (from.host !== to.host && from.hostname !== to.hostname) {
    return {
      says: 'to another host',
      fix: `See who redirects to ${plainText(to.host)}: a server that builds URLs from the Host header it gets (let the proxy pass the original, or X-Forwarded-Host), or a rule of the listener.`,
    };
  }
  if (from.protocol === 'http:' && to.protocol === 'https:') {
    return {says: 'from http to https', fix: 'Ask with https.'};
  }
  if (isSlash) {
    return {
      says: 'by a slash at the end of the path',
      fix: 'Use the path as the server wants it, in the URL and in the rules of the listener (Starlette: `redirect_slashes=False` switches it off): a POST does not survive every redirect.',
    };
  }
  return {says: '', fix: 'Use the URL it redirects to, or see why the path is redirected.'};
}

function withoutSlash(path: string): string {
  return path.replace(/\/+$/, '');
}
