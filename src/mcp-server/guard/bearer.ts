import {createHash, timingSafeEqual} from 'node:crypto';
import type {Refusal} from './refusal.ts';

/** Null when the request carries the token. */
export type BearerGuard = (authorization: string | undefined) => Refusal | null;

/** One token for all (RFC 6750, section 2.1), for a server that is on the internet for a day. `null`: no token. */
export function bearerGuard(token: string | null): BearerGuard {
  if (token === null) return () => null;
  const expected = digest(token);
  return (authorization) => {
    const [, given = ''] = /^Bearer +([^\s]+) *$/i.exec(authorization ?? '') ?? [];
    // Compared as digests of equal length, so that timing reveals nothing.
    if (timingSafeEqual(digest(given), expected)) return null;
    const error = authorization === undefined ? '' : ', error="invalid_token"';
    return {
      status: 401,
      code: 'unauthorized',
      message: 'This server asks for a bearer token',
      headers: {'WWW-Authenticate': `Bearer realm="migrate-check"${error}`},
    };
  };
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
