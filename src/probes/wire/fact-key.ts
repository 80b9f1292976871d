import {hash} from 'node:crypto';
import {redactUrl} from '../../model/text/redact.ts';
import {showsHeader} from '../../model/text/secret-names.ts';
import {requestSecrets} from '../../model/text/secrets/request-secrets.ts';
import {slowDigestOf} from '../digest.ts';

interface Asked {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
}

/**
 * Identifies requests completely without their secrets: a readable part, and a digest of everything. Identical requests
 * have the same key, so their fact is shared and found again in a recording. Of a request that may hold a secret the digest
 * is one that takes long: whoever reads a recording must not find the secret by trying.
 */
export function createFactKeys(): (kind: string, request: Asked) => Promise<string> {
  const digests = new Map<string, Promise<string>>();
  return async (kind, request) => {
    const whole = canonical(request);
    const digest = digests.get(whole) ?? (mayHoldSecret(request) ? slowDigestOf(whole) : quickDigestOf(whole));
    digests.set(whole, digest);
    return `wire:${kind}:${redactUrl(request.url)}:${await digest}`;
  };
}

function mayHoldSecret({url, headers, body}: Asked): boolean {
  return (
    body !== undefined ||
    Object.keys(headers).some((name) => !showsHeader(name)) ||
    requestSecrets(url, headers).length > 0
  );
}

async function quickDigestOf(whole: string): Promise<string> {
  return hash('sha256', whole).slice(0, 16);
}

/** JSON with sorted keys, as the order in which a request is written does not matter. */
function canonical(request: Asked): string {
  return JSON.stringify(sorted(request));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(members.map(([key, member]) => [key, sorted(member)]));
}
