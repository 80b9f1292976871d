import type {Connection} from '../../model/facts/wire/connection.ts';
import type {StreamAnswer} from '../../model/facts/wire/stream.ts';
import type {Candidate, Fault} from '../../model/outcome.ts';
import {formatDuration} from '../../model/text/duration.ts';
import {plainText} from '../../model/text/plain-text.ts';
import {hopsSeen} from '../http/hops.ts';
import {howItEnded} from './ending-text.ts';
import {endlessFault} from './framing.ts';
import {LIMITS} from './limit-table.ts';
import {candidatesOf, type Limit, limitsThatEnded, type SeenEnd} from './limits.ts';

/** A stream that ended before its time. Times in milliseconds. */
export interface EarlyEnd {
  readonly answer: StreamAnswer;
  readonly connection: Connection | null;
  readonly holdForMs: number;
  /** The load balancer's, where it is known. */
  readonly idleTimeoutMs: number | null;
  /** Another look at the same stream saw it broken off: a proper end is then what a hop made of that. */
  readonly isCutElsewhere?: boolean;
}

/**
 * Who may have ended a stream, and which run would decide. One look shows how it ended and when, and of several who end a
 * stream so and then it cannot tell which it was.
 */
export function endingFault(early: EarlyEnd): Fault {
  const {answer, holdForMs} = early;
  const when = whenOf(answer);
  const notHeld = `ended ${when}, not open for ${formatDuration(holdForMs)}`;
  const endless = endlessFault(answer);
  const {says, fix, candidates} =
    endless === null ? explained(early) : {says: [endless.what], fix: endless.fix, candidates: []};
  const how = isOver(answer) && isByServer(early) ? [] : [howItEnded(answer, hasLength(answer, early.connection))];
  return {what: [notHeld, ...says, ...how].join('; '), fix, candidates};
}

interface Explanation {
  /** Clauses. */
  readonly says: readonly string[];
  readonly fix: string;
  readonly candidates: readonly Candidate[];
}

const NOT_STREAMED =
  'Answer with a streaming response: clients take one that is made before it is sent for a stream that ended, and ask for it again and again.';
const GENERATOR_RETURNS =
  'Let the generator that makes the stream go on after its first event (wait for the next, send a comment every 15 s meanwhile): clients ask again and again for a stream that ends. One that is over by intent should answer 204 to whoever comes back.';

/** A stream that ends sooner was over; a later one was ended. */
const SHORT_MS = 30_000;
const LIMIT_OF_ITS_OWN =
  'See in the log of the server why it ends its streams: a limit of its own, a deployment, or a generator that runs out. Where it is meant, clients have to come back without a loss (`id:` and Last-Event-ID).';

/** What the parser says of bytes that are no HTTP, in the middle of the body; not of an end there, which is a cut. */
const BROKEN_FRAMING = /does not match the HTTP\/1\.1 protocol(?! \(Invalid EOF state\))/i;

function explained({answer, connection, idleTimeoutMs, isCutElsewhere = false}: EarlyEnd): Explanation {
  const length = answer.headers['content-length'];
  if (answer.end === 'complete' && length !== undefined) {
    const says = `its Content-Length said ${plainText(length, 20)} bytes before it began`;
    return {says: [says], fix: NOT_STREAMED, candidates: []};
  }
  if (answer.end === 'truncated' && BROKEN_FRAMING.test(answer.endMessage)) {
    return {
      says: ['what came next is not HTTP: no chunk where one has to begin'],
      fix: 'See who writes into the connection beside the chunks: a handler that answers a second time, a library that frames what is framed already, a hop that mixes up responses.',
      candidates: [],
    };
  }
  const measured = seenEnd(answer, connection);
  const seen: SeenEnd = isCutElsewhere && measured.end === 'clean' ? {...measured, end: 'unframed'} : measured;
  const fitting = limitsThatEnded(seen, limitsWith(idleTimeoutMs));
  if (isOver(answer) && seen.end === 'unframed') {
    return {
      says: [`it ended right after ${lastSent(answer)}`],
      fix: 'See in the log of the server whether it ended the stream or died then: through this hop both look the same.',
      candidates: [...candidates(answer, seen, fitting), cutBehind(seen)],
    };
  }
  if (isOver(answer)) {
    return {
      says: [`it was ended properly by the server right after ${lastSent(answer)}`],
      fix: seen.sinceMs.headers < SHORT_MS ? GENERATOR_RETURNS : LIMIT_OF_ITS_OWN,
      // A limit of age may run out just then.
      candidates: fitting.length === 0 ? [] : candidates(answer, seen, fitting),
    };
  }
  return {
    says: relation(seen, fitting, answer),
    fix: decidingRun(seen, fitting, answer),
    candidates: candidates(answer, seen, fitting),
  };
}

function cutBehind({sinceMs}: SeenEnd): Candidate {
  return {
    cause: 'a cut behind a hop that makes a proper end of it: a server that died, a connection that was reset',
    because: `it ended ${formatDuration(sinceMs.headers)} after it was opened, and its end does not show whether all of it came`,
    fix: 'See what the log of the server says of that moment.',
    decidedBy: 'the same stream straight at the server, or over HTTP/1.1 with chunks, where a cut shows',
  };
}

function lastSent({events, comments}: StreamAnswer): string {
  if (comments === 0) return events === 1 ? 'its only event' : `the last of its ${events} events`;
  return `what it sent last, of ${events} ${events === 1 ? 'event' : 'events'} and ${comments} ${comments === 1 ? 'comment' : 'comments'}`;
}

/** Nothing but its server ends a stream properly in the moment of an event, unless a limit of age happens to run out then. */
function isOver({end, events, lastByteAtMs, endAtMs}: StreamAnswer): boolean {
  return end === 'complete' && events > 0 && lastByteAtMs !== null && endAtMs - lastByteAtMs < 100;
}

function seenEnd(answer: StreamAnswer, connection: Connection | null): SeenEnd {
  const {endAtMs, headersAtMs, lastByteAtMs} = answer;
  const phases = connection?.phases;
  const requestMs = endAtMs - (phases?.sentAtMs ?? 0);
  return {
    sinceMs: {
      headers: endAtMs - headersAtMs,
      'last byte': endAtMs - (lastByteAtMs ?? headersAtMs),
      request: requestMs,
      connection: endAtMs - (phases?.connectAtMs ?? 0),
    },
    end: answer.end !== 'complete' ? 'broken' : isFramed(answer, connection) ? 'clean' : 'unframed',
  };
}

/** Whether its end shows that all of it came: no hop that turns a cut into a clean end is known to be on the way. */
function isFramed(answer: StreamAnswer, connection: Connection | null): boolean {
  return !hopsSeen(answer.headers).has('caddy') && hasLength(answer, connection);
}

function hasLength({headers}: StreamAnswer, connection: Connection | null): boolean {
  return connection?.protocol === 'h2' || 'transfer-encoding' in headers || 'content-length' in headers;
}

function isByServer({answer, connection, isCutElsewhere = false}: EarlyEnd): boolean {
  return isFramed(answer, connection) && !isCutElsewhere;
}

/** With the load balancer's own idle timeout, where it is known. */
export function limitsWith(idleTimeoutMs: number | null): readonly Limit[] {
  if (idleTimeoutMs === null) return LIMITS;
  return LIMITS.map((limit) =>
    limit.of === 'alb' && limit.startedBy === 'last byte'
      ? {...limit, hop: "the load balancer's idle timeout", seconds: idleTimeoutMs / 1000}
      : limit,
  );
}

/** Data was flowing when it ended: no timer of silence. */
function isFlowing({sinceMs}: SeenEnd): boolean {
  return sinceMs['last byte'] < Math.max(sinceMs.headers / 4, 50);
}

/** Nothing to speak of came after the beginning: a timer of silence and one of age look the same. */
function isSilentThroughout({sinceMs}: SeenEnd): boolean {
  return sinceMs.headers - sinceMs['last byte'] < Math.max(1000, sinceMs.headers * 0.03);
}

function relation(seen: SeenEnd, fitting: readonly Limit[], answer: StreamAnswer): readonly string[] {
  const {sinceMs} = seen;
  const quiet = formatDuration(sinceMs['last byte']);
  const idle = fitting.filter(({startedBy}) => startedBy === 'last byte');
  const aged = fitting.filter(({startedBy}) => startedBy !== 'last byte');
  const fits = (limits: readonly Limit[]) => limits.map(({hop}) => hop).join(', or ');
  return [
    ...(idle.length === 0 ? [] : [`${quiet} of silence fits ${fits(idle)}`]),
    ...(aged.length === 0 ? [] : [`an age of ${formatDuration(sinceMs.request)} fits ${fits(aged)}`]),
    ...(isFlowing(seen) && answer.lastByteAtMs !== null
      ? [`data had come ${quiet} before: no idle timer ended it`]
      : []),
  ];
}

function candidates(answer: StreamAnswer, seen: SeenEnd, fitting: readonly Limit[]): readonly Candidate[] {
  const {sinceMs} = seen;
  const numbers = ({startedBy}: Limit) =>
    startedBy === 'last byte'
      ? `it ended ${formatDuration(sinceMs['last byte'])} after its last byte`
      : `it ended ${formatDuration(sinceMs[startedBy])} after ${startedBy === 'headers' ? 'its headers' : `the ${startedBy}`}${isFlowing(seen) ? `, with data ${formatDuration(sinceMs['last byte'])} before` : ''}`;
  return [
    ...candidatesOf(fitting, answer.headers, numbers),
    ...setTimer(answer, seen, fitting),
    theServer(answer, seen),
  ];
}

/** What fits no timer as it comes may be one that somebody set. */
function setTimer({end}: StreamAnswer, seen: SeenEnd, fitting: readonly Limit[]): readonly Candidate[] {
  const {sinceMs} = seen;
  if (fitting.length > 0 || (end === 'complete' && seen.end === 'clean') || sinceMs.headers < 1000) return [];
  if (isFlowing(seen)) {
    const age = formatDuration(sinceMs.headers);
    return [
      {
        cause: `a limit of age of about ${age} that somebody set: a route's or request's timeout, the timeout of a worker`,
        because: `it ended ${age} after it was opened, with data ${formatDuration(sinceMs['last byte'])} before`,
        fix: 'Raise it on the hop or server that has it: what is sent meanwhile does not help.',
        decidedBy: `the same stream again: it ends after ${age} each time`,
      },
    ];
  }
  const quiet = formatDuration(sinceMs['last byte']);
  if (sinceMs['last byte'] < 1000) return [];
  return [
    {
      cause: `an idle timer of about ${quiet} that somebody set on a hop`,
      because: `it ended ${quiet} after its last byte`,
      fix: `Raise it, or let the server send a comment at least every ${formatDuration(sinceMs['last byte'] / 2)}.`,
      decidedBy: `the same stream with a heartbeat every ${formatDuration(sinceMs['last byte'] / 2)}: it is not ended then`,
    },
  ];
}

function theServer({end, endCode}: StreamAnswer, {sinceMs}: SeenEnd): Candidate {
  const because =
    end === 'complete'
      ? `it was ended properly, ${formatDuration(sinceMs.headers)} after it was opened`
      : `it was broken off (${endCode ?? end}), ${formatDuration(sinceMs.headers)} after it was opened`;
  return {
    cause:
      end === 'complete'
        ? 'the server itself: a limit of its own, a generator that returns, a deployment'
        : 'the server itself: a worker that was killed, a process that died, a deployment',
    because,
    fix: 'See what the log of the server says of that moment.',
    decidedBy: 'the same stream straight at the server (`--connect-to`): it ends there too',
  };
}

/** Which run parts what fits; where nothing but an idle timer does, it mends it as well. */
function decidingRun(seen: SeenEnd, fitting: readonly Limit[], answer: StreamAnswer): string {
  const {sinceMs} = seen;
  const idle = fitting.filter(({startedBy}) => startedBy === 'last byte');
  const aged = fitting.filter(({startedBy}) => startedBy !== 'last byte');
  const age = formatDuration(sinceMs.headers);
  if (idle.length > 0) {
    const heartbeat = formatDuration(Math.min(...idle.map(({seconds}) => seconds)) * 500);
    const more =
      aged.length > 0 || isSilentThroughout(seen) ? `; still cut ${age} after it was opened, it is a limit of age` : '';
    return `Let the server send a comment as heartbeat at least every ${heartbeat}: no idle timer of these ends it then${more}. Who ends it is seen by looking at the same stream behind each hop (\`--connect-to\`, \`migrate-check trace\`).`;
  }
  if (aged.length > 0) {
    return `A heartbeat does not help against a limit of age. Look at the same stream again: ended at ${age} each time, it is a limit; then look behind each hop (\`--connect-to\`), and see the log of the server at that time.`;
  }
  const silentMs = sinceMs['last byte'];
  if (!isFlowing(seen) && silentMs >= 1000 && seen.end !== 'clean') {
    return `Let the server send a comment as heartbeat at least every ${formatDuration(silentMs / 2)}: an idle timer of about ${formatDuration(silentMs)} that somebody set does not end it then. Ended all the same, see in the log of the server whether it died.`;
  }
  const again = `Look at three streams begun at different times: ended at the same age each time, it is a limit; at the same time of day, a deployment or a restart; after the same silence, an idle timer`;
  return answer.end === 'complete'
    ? `See in the log of the server whether it ended the stream itself. ${again}.`
    : `See in the log of the server whether it died then. ${again}.`;
}

function whenOf({endAtMs, headersAtMs, lastByteAtMs}: StreamAnswer): string {
  const age = `${formatDuration(endAtMs - headersAtMs)} after it was opened`;
  return lastByteAtMs === null
    ? `${age} and without a byte`
    : `${age} and ${formatDuration(endAtMs - lastByteAtMs)} after its last byte`;
}
