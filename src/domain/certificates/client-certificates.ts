import {CannotTell} from '../../model/errors.ts';
import type {Fault} from '../../model/outcome.ts';
import {CLIENT_FIX} from './handshake-refusal.ts';

/** What a request without a certificate of the client was answered with, where one was asked for. */
export interface AnsweredWithout {
  readonly url: string;
  readonly status: number;
  readonly body: string;
}

/** nginx with `ssl_verify_client on` completes every handshake, and answers with this then, or with its own status. */
const NGINX_SAYS = 'No required SSL certificate was sent';
const NGINX_STATUSES = [495, 496];

/** What may be said because there is no certificate, and for other reasons. */
const DOUBTFUL = [400, 401, 403];

/**
 * Null: it serves those who have none.
 *
 * @throws {CannotTell} when it may refuse them for that, or for something else.
 */
export function wantedCertificateFault({url, status, body}: AnsweredWithout): Fault | null {
  if ((status === 400 && body.includes(NGINX_SAYS)) || NGINX_STATUSES.includes(status)) {
    return {
      what: `it requires a certificate of the client: it completes the handshake, and answers GET ${url} with ${status} (${NGINX_SAYS})`,
      fix: CLIENT_FIX,
    };
  }
  if (!DOUBTFUL.includes(status)) return null;
  throw new CannotTell(
    `it asks for a certificate of the client, and answers GET ${url} with ${status} to a client that has none: whether that is why is not known`,
    'see in the logs of what answers there why it refuses the request; where all clients have a certificate, say so with `clientCertificates: true`',
  );
}

/** What is said of a server that asks for one. */
export function askedNote(without: AnsweredWithout | null): string {
  return without === null
    ? 'it asks for a certificate of the client'
    : `it asks for a certificate of the client, and goes on without one (GET ${without.url}: ${without.status})`;
}
