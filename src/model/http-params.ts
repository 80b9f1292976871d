import {z} from 'zod';
import type {HttpRequest} from './facts/wire/http.ts';
import type {Json} from './outcome.ts';
import {durationParam} from './params.ts';
import {isSecretHeader} from './text/secret-names.ts';

/** What checks of one HTTP exchange take in common. */

/** Header names in lower case, each with the value wanted, or whether there has to be one. */
export type WantedHeaders = Readonly<Record<string, string | boolean>>;

const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/** Response headers that are wanted, and those that are not. */
export function responseHeadersParam() {
  return z
    .record(z.string().regex(HEADER_NAME, {error: 'is not a header name'}), z.union([z.string(), z.boolean()]))
    .refine(
      (wanted) => Object.entries(wanted).every(([name, value]) => typeof value === 'boolean' || !isSecretHeader(name)),
      {
        error:
          'asks for the value of a header that may hold a secret, which is not kept: true says that there has to be one',
      },
    )
    .transform(
      (wanted): WantedHeaders =>
        Object.fromEntries(Object.entries(wanted).map(([name, value]) => [name.toLowerCase(), value])),
    )
    .optional()
    .describe(
      'Response headers by name: a text is the value, or one of the values of a header that is a list; `true`: with any value; `false`: there must be none',
    );
}

/** What a request says: a text, or a JSON document as it is written in YAML. */
export function bodyParam() {
  return z
    .union([z.string(), z.record(z.string(), z.json()), z.array(z.json())])
    .optional()
    .describe(
      'The request body: a text, or a mapping or list that is sent as JSON. Content-Type is application/json where it is JSON and text/plain otherwise, unless `headers` has one',
    );
}

export function withinParam() {
  return durationParam('How long the whole answer may take').prefault('10s');
}

/** The body as it is sent, and the headers with its type. */
export function withBody(
  headers: HttpRequest['headers'],
  body: Json | undefined,
): Pick<HttpRequest, 'headers' | 'body'> {
  if (body === undefined) return {headers};
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  if (Object.keys(headers).some((name) => name.toLowerCase() === 'content-type')) return {headers, body: text};
  return {headers: {...headers, 'Content-Type': isJsonDocument(text) ? 'application/json' : 'text/plain'}, body: text};
}

function isJsonDocument(text: string): boolean {
  try {
    return typeof JSON.parse(text) === 'object';
  } catch {
    return false;
  }
}
