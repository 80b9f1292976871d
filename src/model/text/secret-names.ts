/** What lets somebody in, by what it is called. */

/** Headers of CORS say what a page may do: `Access-Control-Allow-Credentials` is true or absent. */
const SECRET_HEADER =
  /^(?!access-control-)(?:(?:proxy-)?authorization|(?:set-)?cookie2?|(?:.*-)?(?:token|secret|password|signature|credentials?|api-?key|session(?:-?id)?))$/i;

/** Request headers that say what a client is, wants or came through. Any other may hold what lets somebody in. */
const PLAIN_HEADER =
  /^(?:accept(?:-[a-z-]+)?|access-control-request-(?:headers|method)|cache-control|connection|content-(?:encoding|language|length|type)|expect|forwarded|host|mcp-protocol-version|origin|pragma|range|sec-(?:ch-ua(?:-[a-z-]+)?|fetch-[a-z]+|websocket-version)|te|upgrade|user-agent|via|x-forwarded-(?:for|host|port|prefix|proto)|x-requested-with|cloudfront-(?:forwarded-proto|is-[a-z]+-viewer|viewer-country))$/i;

export const SECRET_WORD =
  'token|secret|passw(?:or)?d|passphrase|signature|credential|assertion|bearer|api[-_]?key|accesskey|session';
export const SECRET_NAME = 'key|sig|pwd?|pass|auth|code|jwt|otp';
const SECRET_PARAMETER_NAME = new RegExp(`${SECRET_WORD}|^(?:${SECRET_NAME})$`, 'i');

/** Whether the value of this header must never be shown. */
export function isSecretHeader(name: string): boolean {
  return SECRET_HEADER.test(name);
}

/** Whether the values of this request header may be shown where a rule asks for them: only of headers known to be plain. */
export function showsHeader(name: string): boolean {
  return PLAIN_HEADER.test(name) && !isSecretHeader(name);
}

/** Whether the value of this query parameter lets somebody in, by its name. */
export function isSecretParameter(name: string): boolean {
  return SECRET_PARAMETER_NAME.test(name);
}
