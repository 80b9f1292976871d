import {UsageError} from '../../model/errors.ts';
import type {Refusal} from './refusal.ts';

/** Which pages may ask. */
export interface OriginGuard {
  /** Null when no browser asks, or one on behalf of an allowed page. */
  refusal(origin: string | undefined, host: string | undefined): Refusal | null;
}

/**
 * MCP 2025-11-25, Streamable HTTP, "Security Warning": a request with an invalid `Origin` is answered 403. Allowed are
 * pages of this server's own host, and those given (`*`: all).
 * @throws UsageError when an origin is none.
 */
export function originGuard(allowed: readonly string[]): OriginGuard {
  const isAny = allowed.includes('*');
  const origins = new Set(
    allowed
      .filter((origin) => origin !== '*')
      .map((origin) => {
        const url = URL.parse(origin);
        if (url !== null && /^https?:$/.test(url.protocol) && url.pathname === '/' && url.search === '')
          return url.origin;
        throw new UsageError(`"${origin}" is no origin; write it like https://app.example.com, or * for all`, {
          where: '--allow-origin',
        });
      }),
  );
  return {
    refusal(origin, host) {
      if (origin === undefined || isAny) return null;
      const url = URL.parse(origin);
      if (url !== null && (origins.has(url.origin) || url.host === host?.toLowerCase())) return null;
      return {
        status: 403,
        code: 'origin-not-allowed',
        message: 'Pages of that Origin may not ask this server (--allow-origin)',
      };
    },
  };
}
