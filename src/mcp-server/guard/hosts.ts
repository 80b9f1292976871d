import {UsageError} from '../../model/errors.ts';
import type {Refusal} from './refusal.ts';

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/** Which host names the server answers to. */
export interface HostGuard {
  readonly answersToAny: boolean;
  /** Null when the `Host` header names this server. */
  refusal(host: string | undefined): Refusal | null;
}

/**
 * Against DNS rebinding: a page whose name was made to resolve to this machine sends that name as `Host`. A server on
 * loopback answers to loopback's names and those given; any other answers to every name unless some are given, as it
 * can be reached by its address anyway. `*`: any name.
 * @throws UsageError for an invalid name.
 */
export function hostGuard(allowed: readonly string[], listensOn: string): HostGuard {
  const own = nameOf(listensOn.includes(':') ? `[${listensOn}]` : listensOn) ?? '';
  const isLoopback = LOOPBACK.includes(own) || /^127\./.test(own);
  const isAny = allowed.includes('*');
  const names = (isAny ? [] : allowed).map((host) => {
    const name = nameOf(host);
    if (name !== null) return name;
    throw new UsageError(`"${host}" is not a host name; write it like mcp.run.georgi.io, or * for all`, {
      where: '--allow-host',
    });
  });
  const known = new Set(!isAny && (isLoopback || names.length > 0) ? [...names, ...LOOPBACK, own] : []);
  return {
    answersToAny: known.size === 0,
    refusal(host) {
      const name = nameOf(host ?? '');
      // HTTP/1.0 does not require it. An invalid one is always refused: RFC 9112, section 3.2.
      if (name === null && host !== undefined && host !== '') {
        return {status: 400, code: 'bad-host', message: 'The Host header does not hold a host name'};
      }
      if (known.size === 0 || (name !== null && known.has(name))) return null;
      return {
        status: 403,
        code: 'host-not-allowed',
        message: 'This server does not answer to that Host (--allow-host)',
      };
    },
  };
}

/** Without port, in lower case; an IPv6 address in brackets. */
function nameOf(host: string): string | null {
  if (host === '' || /[/?#@\\\s]/.test(host)) return null;
  try {
    return new URL(`http://${host}`).hostname;
  } catch {
    return null;
  }
}
