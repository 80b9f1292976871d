import {addressParam, headerNamePattern, hostParam, methodParam, pathParam, z} from './params.ts';

/** A request to a load balancer as a checklist states it: what it leaves out is not taken for absent. */
export function routedRequestParam() {
  return routedRequest().meta({
    description:
      'The request, as the load balancer sees it. A rule that asks for a header, a query or an address that is not stated here is tried both ways',
  });
}

/** The same with what a web ACL may ask for besides. */
export function webRequestParam() {
  return routedRequest()
    .extend({
      country: z
        .string()
        .regex(/^[A-Z]{2}$/, {error: 'is not a country of two capitals, as DE'})
        .optional()
        .meta({description: 'The country that its address is in, in two capitals'}),
      bodyBytes: z
        .int()
        .min(0)
        .optional()
        .meta({description: 'The size of its body; a GET, HEAD, OPTIONS or DELETE has none unless it is stated'}),
    })
    .meta({
      description:
        'The request, as the web ACL sees it. A rule that asks for what is not stated here is tried both ways',
    });
}

function routedRequest() {
  return z.strictObject({
    host: hostParam('The Host header, without a port'),
    path: pathParam('The path, without a query string'),
    method: methodParam('The method, in capitals'),
    headers: sentHeadersParam('Further headers that clients send').optional(),
    query: queryParam().optional(),
    sourceIp: addressParam("The peer's address, such as one of a VPC link's").optional(),
  });
}

/** What a listener rule may rewrite. */
export function targetSeesParam() {
  return z
    .strictObject({
      path: pathParam('The path, without a query string').optional(),
      host: hostParam('The Host header').optional(),
    })
    .optional()
    .meta({
      description:
        'What the target has to see of the request once the rule has rewritten it; where it is left out, a rewrite is said and not judged',
    });
}

/** Header names in lower case; no values for one that is not sent. */
export type SentHeaders = Readonly<Record<string, readonly string[]>>;

export function sentHeadersParam(description: string) {
  return z
    .record(
      z.string().regex(headerNamePattern, {error: 'is not a header name'}),
      z.union([z.string(), z.array(z.string()).min(1), z.literal(false)], {
        error: 'is not a value, a list of values, or false for a header that is not sent',
      }),
    )
    .refine((headers) => !Object.keys(headers).some((name) => name.toLowerCase() === 'host'), {
      error: 'has a Host header: that is `host:`',
    })
    .transform(
      (headers): SentHeaders =>
        Object.fromEntries(
          Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value === false ? [] : [value].flat()]),
        ),
    )
    .meta({
      description: `${description}: by name the value, a list of values where a header is sent more than once, or \`false\` where it is not sent`,
    });
}

export function queryParam() {
  return z
    .string()
    .regex(/^[^?#\s]*$/, {error: 'is not a query: what comes after the `?`, encoded'})
    .meta({description: "What comes after the `?`; `''` where there is no query"});
}
