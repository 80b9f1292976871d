import {z} from 'zod';
import {PROTOCOLS} from './facts/wire/connection.ts';
import {CODINGS} from './facts/wire/http.ts';

/** The protocols that a claim on the wire is about; undefined: the check's own default. */
export function protocolsParam(whenLeftOut: string) {
  return z
    .array(z.enum(PROTOCOLS))
    .min(1)
    .optional()
    .describe(`The protocols in which it has to hold, each with a request of its own; left out: ${whenLeftOut}`);
}

/** The `Accept-Encoding` that a claim on the wire is about: none, a browser's, or both. */
export function codingsParam(whenLeftOut: string) {
  return z
    .array(z.enum(CODINGS))
    .min(1)
    .optional()
    .describe(
      `What to accept as content coding, each with a request of its own: \`identity\`, or what browsers accept; left out: ${whenLeftOut}`,
    );
}
