import {isIP} from 'node:net';
import {UsageError} from '../../model/errors.ts';
import type {Refusal} from './refusal.ts';

/** Which pages may send requests. */
export interface OriginGuard {
  /** Null when the request is not from a browser, or from an allowed page. */
  refusal(origin: string | undefined, host: string | undefined): Refusal | null;
}

/**
 * MCP 2025-11-25, Streamable HTTP, "Security Warning": a request with an invalid `Origin` is answered 403. Pages of
 * this server's own host are allowed, and those given (`*`: all). For a server that answers to any host only its
 * addresses count as its own, since any name may have been made to resolve here.
 * @throws UsageError for an invalid origin.
 */
export function originGuard(allowed: readonly string[], answersToAnyHost: boolean): OriginGuard {
  const isAny = allowed.includes('*');
  const origins = new Set(
    allowed
      .filter((origin) => origin !== '*')
      .map((origin) => {
        const url = URL.parse(origin);
        if (url !== null && /^https?:$/.test(url.protocol) && url.pathname === '/' && url.search === '')
          return url.origin;
        throw new UsageError(`"${origin}" is not an origin; write it like https://app.example.com, or * for all`, {
          where: '--allow-origin',
        });
      }),
  );
  const isOwn = (url: URL, host: string | undefined): boolean => {
    if (!/^https?:$/.test(url.protocol) || (answersToAnyHost && !isLiteral(url.hostname))) return false;
    // Including the default port.
    return URL.parse(`${url.protocol}//${host}`)?.host === url.host;
  };
  return {
    refusal(origin, host) {
      if (origin === undefined || isAny) return null;
      const url = URL.parse(origin);
      if (url !== null && (origins.has(url.origin) || isOwn(url, host))) return null;
      return {
        status: 403,
        code: 'origin-not-allowed',
        message: 'Pages of that Origin may not ask this server (--allow-origin)',
      };
    },
  };
}

function isLiteral(hostname: string): boolean {
  return hostname === 'localhost' || isIP(hostname.replace(/^\[|\]$/g, '')) !== 0;
}
