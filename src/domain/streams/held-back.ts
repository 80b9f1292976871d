import type {StreamAnswer} from '../../model/facts/wire/stream.ts';
import type {Candidate} from '../../model/outcome.ts';
import {formatDuration} from '../../model/text/duration.ts';

/** Who may hold back what a stream begins with: its headers, or the first of its bytes. */

const STRAIGHT =
  'the same stream straight at the server (`--connect-to`): what comes at once there is held back by a hop';

const SERVER_FIX =
  'Let the server send headers and a first comment (`: ok` and an empty line) at once, before it has anything to say.';

const BUFFERING_HOP: Omit<Candidate, 'because' | 'decidedBy'> = {
  cause: 'a hop that collects the response in a buffer (nginx with `proxy_buffering on` before a server of HTTP/1.0)',
  fix: 'nginx: `proxy_http_version 1.1; proxy_buffering off;`, or let the server send `X-Accel-Buffering: no`; on other hops switch buffering off for the path.',
};

const BUFFERED_GATEWAY: Omit<Candidate, 'because' | 'decidedBy'> = {
  cause: 'API Gateway in BUFFERED mode, which answers when the response is complete',
  fix: 'Set `responseTransferMode: STREAM` of the integration, or take the stream past API Gateway.',
};

/** Of response headers that did not come; `seen` is what shows it. */
export function heldHeadersCandidates(seen: string): readonly Candidate[] {
  return headerCandidates(seen);
}

/** Of response headers that came late. */
export function lateHeadersCandidates({status, headersAtMs, firstByteAtMs}: StreamAnswer): readonly Candidate[] {
  const waited = `no response headers for ${formatDuration(headersAtMs)}`;
  if (status !== 200 || firstByteAtMs === null || firstByteAtMs - headersAtMs >= 100) return headerCandidates(waited);
  return headerCandidates(`${waited}, and then the first byte together with them`);
}

function headerCandidates(because: string): readonly Candidate[] {
  return [
    {
      cause: 'the server, which sends its headers with the first event',
      because,
      fix: SERVER_FIX,
      decidedBy: STRAIGHT,
    },
    {...BUFFERING_HOP, because, decidedBy: STRAIGHT},
    {
      ...BUFFERED_GATEWAY,
      because,
      decidedBy: 'migrate-check check apigateway/stream-mode, or the same stream past the gateway',
    },
    {
      cause: 'mount_http of fastapi-mcp, where a GET is answered when its response is over, which is never',
      because,
      fix: 'Serve the stream with `mount_sse`.',
      decidedBy: 'the same request straight at the server, and which of the two its code mounts',
    },
  ];
}

/** Of a first byte that came late or not at all, although headers came. */
export function firstByteCandidates(waitedMs: number): readonly Candidate[] {
  const because = `headers came, and no byte for ${formatDuration(waitedMs)}`;
  return [
    {cause: 'the server, which has nothing to say yet and says nothing', because, fix: SERVER_FIX, decidedBy: STRAIGHT},
    {...BUFFERING_HOP, because, decidedBy: STRAIGHT},
  ];
}

/** Of a first event that came late or not at all, although bytes came. */
export function firstEventCandidates(waitedMs: number, comments: number): readonly Candidate[] {
  const because = `${comments === 0 ? 'bytes' : `${comments} comments`} came, and no event for ${formatDuration(waitedMs)}`;
  return [
    {
      cause: 'nothing happened that the server would send an event for',
      because,
      fix: 'Expect what it does send: `expect: byte`.',
      decidedBy: 'the same stream while something happens that it has to tell',
    },
    {...BUFFERING_HOP, because, decidedBy: STRAIGHT},
  ];
}
