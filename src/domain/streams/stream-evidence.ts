import type {StreamAnswer, StreamObservation} from '../../model/facts/wire/stream.ts';
import type {Evidence} from '../../model/outcome.ts';
import {formatDuration} from '../../model/text/duration.ts';

/** What was seen of a stream that answered, from its status to its end. */
export function streamEvidence({url, connection}: StreamObservation, answer: StreamAnswer): readonly Evidence[] {
  const at = (ms: number | null) => (ms === null ? 'never' : formatDuration(ms));
  const to = connection?.connectedTo ?? connection?.remoteAddress ?? 'unknown';
  return [
    {
      what: 'status and content type',
      value: `${answer.status} ${answer.headers['content-type'] ?? '(none)'}`,
      source: url,
    },
    {what: 'connected to', value: to, source: url},
    {
      what: 'headers, first byte, first event',
      value: [answer.headersAtMs, answer.firstByteAtMs, answer.firstEventAtMs].map(at).join(', '),
      source: url,
    },
    {what: 'received', value: {bytes: answer.bytes, events: answer.events, comments: answer.comments}, source: url},
    {what: 'longest silence', value: formatDuration(answer.longestSilenceMs), source: url},
    {what: 'end', value: `${answer.end} after ${formatDuration(answer.endAtMs)}: ${answer.endMessage}`, source: url},
    {what: 'first lines', value: answer.lines.slice(0, 3).map(({kind, text}) => `${kind}: ${text}`), source: url},
  ];
}
