import type {SeenRequest} from '../listener-rules/seen-request.ts';

/** A request as a web ACL sees it. */
export interface WebRequest {
  readonly seen: SeenRequest;
  /** Where it comes from, `DE`; null where that is not stated. */
  readonly country: string | null;
  /** The size of its body; null where that is not stated. */
  readonly bodyBytes: number | null;
}

/**
 * The texts of a part of it, in AWS's words (`UriPath`, `SingleHeader:host`): none where it has no such part, several
 * where the statement holds for any of them.
 */
export type PartTexts =
  | {
      readonly texts: readonly string[];
      /** Nothing was sent where every request has a place for it: whether that is an empty text or none is not documented. */
      readonly isEmpty?: boolean;
    }
  /** What would have to be known, a clause. */
  | {readonly missing: string};

export function textsOf(part: string, {seen, bodyBytes}: WebRequest): PartTexts {
  const {request} = seen;
  const [kind = '', name = ''] = part.split(':');
  switch (kind) {
    case 'UriPath':
      return {texts: [request.path]};
    case 'Method':
      return {texts: [request.method]};
    case 'QueryString':
      if (request.query === undefined) return QUERY;
      return request.query === '' ? NOTHING : {texts: [request.query]};
    case 'AllQueryArguments':
    case 'SingleQueryArgument':
      return argumentsOf(request.query, kind === 'AllQueryArguments' ? null : name);
    case 'SingleHeader':
      return headerOf(seen, name);
    case 'Body':
      return bodyBytes === 0 ? NOTHING : {missing: 'what the body holds is not stated'};
    default:
      return {missing: `${part} is not known here`};
  }
}

const NOTHING: PartTexts = {texts: [], isEmpty: true};
const QUERY: PartTexts = {missing: 'it asks for the query: state `request.query`'};

/** Methods whose requests have no body unless one is stated. */
const BODILESS = ['GET', 'HEAD', 'OPTIONS', 'DELETE'];

/** The size of a body; null where it is not stated and the request may have one. */
export function bodyBytesOf(method: string, stated?: number): number | null {
  return stated ?? (BODILESS.includes(method) ? 0 : null);
}

/**
 * Whether it brings a token of AWS WAF, which an earlier challenge or CAPTCHA gave its client.
 * Source: the AWS WAF developer guide, "Token use" and "CAPTCHA and Challenge action behavior".
 */
export function bringsToken({seen}: WebRequest): boolean {
  const cookies = seen.headerValues('cookie') ?? [];
  return cookies.some((one) => /(?:^|[;\s])aws-waf-token=/.test(one)) || !!seen.headerValues('x-aws-waf-token')?.length;
}

function headerOf(seen: SeenRequest, name: string): PartTexts {
  if (name === 'host')
    return seen.request.host === null ? {missing: 'the host is not stated'} : {texts: [seen.request.host]};
  const values = seen.headerValues(name);
  return values === null
    ? {missing: `it asks for the header ${name}: state it in \`request.headers\``}
    : {texts: values};
}

/** Whether arguments are decoded before they are compared is not documented. */
function argumentsOf(query: string | undefined, name: string | null): PartTexts {
  if (query === undefined) return QUERY;
  if (/[%+]/.test(query)) return {missing: 'how an encoded query is compared is not known'};
  const pairs = query === '' ? [] : query.split('&').map((pair) => pair.split('='));
  const wanted = pairs.filter(([key = '']) => name === null || key.toLowerCase() === name);
  return {texts: wanted.map(([, ...value]) => value.join('='))};
}
