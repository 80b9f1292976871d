import {CannotTell} from '../../model/errors.ts';
import {type Observer, ownSlowness} from '../../model/facts/observer.ts';
import type {Connection} from '../../model/facts/wire/connection.ts';
import type {WebSocketHandshake, WebSocketRequest, WebSocketSession} from '../../model/facts/wire/websocket.ts';
import type {Candidate, Fault} from '../../model/outcome.ts';
import {formatDuration} from '../../model/text/duration.ts';
import {plainText} from '../../model/text/plain-text.ts';
import {limitsWith} from '../streams/ending.ts';
import {candidatesOf, type Limit, limitsThatEnded} from '../streams/limits.ts';
import {type Kept, neverCame} from '../streams/observer.ts';
import {closeMeaning} from './close-codes.ts';

interface Seen {
  readonly place: string;
  readonly request: WebSocketRequest;
  readonly connection: Connection | null;
  readonly handshake: WebSocketHandshake;
  readonly session: WebSocketSession;
  readonly observer: Observer;
  /** The load balancer's, where it is known. */
  readonly idleTimeoutMs: number | null;
}

interface SessionFindings {
  readonly fault: Fault | null;
  readonly doubt: CannotTell | null;
}

const FINE: SessionFindings = {fault: null, doubt: null};

/** A server that pings drops who does not answer; none that is known waits less. */
const SHORTEST_PING_TIMEOUT_MS = 250;

/** What a WebSocket that was opened did not do. */
export function sessionFindings(seen: Seen): SessionFindings {
  const {place, request, session, observer} = seen;
  const {end} = session;
  switch (end.kind) {
    case 'done':
      return FINE;
    case 'silent':
      return silentFindings(seen);
    case 'too-large':
      return {
        fault: null,
        doubt: new CannotTell(
          `${place}: it sent a message of more than 16 MiB, which is where we stop reading`,
          'ask for something smaller (`send`), or look at a connection on which less is sent',
        ),
      };
    case 'malformed':
      return {
        fault: {
          what: `what it sent ${formatDuration(end.at.atMs - seen.handshake.atMs)} after it was opened is not WebSocket: ${plainText(end.message, 120)}`,
          fix: 'See what writes into the connection beside the frames: a hop that answers for the service, a handler that writes HTTP into it.',
        },
        doubt: null,
      };
    case 'closed':
    case 'cut':
    case 'reset': {
      // Seen later than it was wanted: it was open until then.
      const held = wasHeld(session, request, observer);
      if (held === 'kept') return FINE;
      const awayMs = Math.max(0, ...observer.gaps.map(({fromMs, toMs}) => toMs - fromMs));
      const isOurs = observer.suspendedMs > 0 || awayMs >= SHORTEST_PING_TIMEOUT_MS;
      // Not answered, a ping of the server makes it close; and what we had to send came late.
      if (isOurs || held === 'unknown') {
        const hidden = isOurs
          ? 'whether it was closed for what we did not send'
          : `whether it was open for ${formatDuration(request.holdForMs)}`;
        return {
          fault: null,
          doubt: ownSlowness(place, observer, end.at.atMs, hidden),
        };
      }
      return {fault: endedFault(seen), doubt: null};
    }
  }
}

/** Whether it was open for as long as asked, and was only closed before it had answered the ping after that. */
function wasHeld(
  {end, holdFromMs}: WebSocketSession,
  {holdForMs}: WebSocketRequest,
  {resolutionMs = 0}: Observer,
): Kept {
  if (holdFromMs === null) return 'missed';
  const untilMs = holdFromMs + holdForMs;
  if (end.at.earliestMs >= untilMs) return 'kept';
  return end.at.atMs < untilMs - resolutionMs ? 'missed' : 'unknown';
}

function silentFindings({place, request, session, observer}: Seen): SessionFindings {
  const {end, messages, lastFrame} = session;
  const isReply = end.during === 'reply';
  const withinMs = isReply ? request.replyWithinMs : request.pongWithinMs;
  const within = formatDuration(withinMs);
  const hidden = isReply ? 'whether a reply came in time' : 'whether it answers pings';
  const sinceMs = end.at.atMs - lastFrame.at.atMs;
  if (neverCame(Math.max(sinceMs, withinMs), withinMs, observer) === 'unknown') {
    return {fault: null, doubt: ownSlowness(place, observer, end.at.atMs, hidden)};
  }
  if (isReply) {
    const said = messages.first[0];
    const came = messages.count === 0 ? 'no message came' : `of ${messages.count} messages none contained it`;
    return {
      fault: {
        what: `${came} within ${within}${said === undefined ? '' : ` (the first: ${JSON.stringify(plainText(said, 80))})`}, not one that contains ${JSON.stringify(plainText(request.expect ?? '', 60))}`,
        fix: 'See whether the service is the one that is meant, what it expects first (`send`), and whether it can reach what it needs to answer.',
      },
      doubt: null,
    };
  }
  const after = end.during === 'first pong' ? '' : ` ${formatDuration(end.at.atMs)} after the look began`;
  return {
    fault: {
      what: `no pong came within ${within}${after}, though the connection was open`,
      fix: 'See whether the service hangs, or a hop has forgotten the connection without closing it; a server answers each ping (RFC 6455, section 5.5.2).',
      candidates: [
        {
          cause: 'a service that hangs, or does not read while it works',
          because: `its last sign was ${formatDuration(sinceMs)} before`,
          fix: 'See its stack or its log at that time.',
          decidedBy: 'the same WebSocket straight at the service (`--connect-to`): it does not answer there either',
        },
        {
          cause: 'a hop that has forgotten the connection (NAT, a network load balancer)',
          because: 'nothing closed the connection',
          fix: 'Ping more often than its idle timeout (350 s in AWS), from either side.',
          decidedBy: 'the same WebSocket with `pingEvery`: it goes on then',
        },
      ],
    },
    doubt: null,
  };
}

function endedFault(seen: Seen): Fault {
  const {session, handshake, request} = seen;
  const {end, holdFromMs} = session;
  const age = formatDuration(end.at.atMs - handshake.atMs);
  const wanted =
    request.holdForMs === 0 || holdFromMs === null
      ? `not open until it had answered (${STEPS[end.during]})`
      : `not open for ${formatDuration(request.holdForMs)}`;
  const fitting = limitsThatEnded(seenEnd(seen), limitsWith(seen.idleTimeoutMs));
  if (end.code !== null) {
    const {says, fix} = closeMeaning(end.code);
    const reason = end.reason === '' ? '' : ` (${plainText(end.reason, 80)})`;
    return {
      what: `was closed by the server with ${end.code}${reason} ${age} after it was opened, ${wanted}: ${says}`,
      fix,
    };
  }
  const quietMs = quietOf(session);
  const idle = fitting.filter(({startedBy}) => startedBy === 'last byte');
  const how = end.kind === 'reset' ? 'was reset' : 'was closed without a close frame (1006)';
  const fits = idle.length === 0 ? '' : `, which fits ${idle.map(({hop}) => hop).join(', or ')}`;
  return {
    what: `${how} ${age} after it was opened and ${formatDuration(quietMs)} after its last frame${fits}, ${wanted}`,
    fix: adviceOf(session, idle, quietMs),
    candidates: [...candidatesOf(fitting, handshake.headers, (limit) => becauseOf(limit, seenEnd(seen))), died(age)],
  };
}

const STEPS: Readonly<Record<WebSocketSession['end']['during'], string>> = {
  reply: 'the reply was waited for',
  'first pong': 'its first pong was waited for',
  hold: 'it was held',
  pong: 'a pong was waited for',
  'last pong': 'its last pong was waited for',
  nothing: 'it had just been opened',
};

function quietOf({end, lastFrame}: WebSocketSession): number {
  return end.at.atMs - lastFrame.at.atMs;
}

function seenEnd({session, handshake, connection}: Seen) {
  const {end} = session;
  return {
    sinceMs: {
      headers: end.at.atMs - handshake.atMs,
      'last byte': quietOf(session),
      request: end.at.atMs - (connection?.phases.sentAtMs ?? 0),
      connection: end.at.atMs - (connection?.phases.connectAtMs ?? 0),
    },
    end: 'broken',
  } as const;
}

function adviceOf({pings}: WebSocketSession, idle: readonly Limit[], quietMs: number): string {
  if (idle.length > 0 || quietMs >= 1000) {
    const every = formatDuration(Math.min(quietMs, ...idle.map(({seconds}) => seconds * 1000)) / 2);
    return `Let the server ping at least every ${every} (it sent ${pings === 0 ? 'no ping' : `${pings} pings`}), or raise the idle timeout of the hop; browsers send no pings of their own.`;
  }
  return 'See in the log of the service, and of each hop before it, who closed the connection at that time: a process that died sends no close frame, nor does a proxy that is reloaded.';
}

function becauseOf({startedBy}: Limit, {sinceMs}: ReturnType<typeof seenEnd>): string {
  const since =
    startedBy === 'last byte' ? 'its last frame' : startedBy === 'headers' ? 'its handshake' : `the ${startedBy}`;
  return `it was closed ${formatDuration(sinceMs[startedBy])} after ${since}`;
}

function died(age: string): Candidate {
  return {
    cause: 'a service or hop that died or was reloaded: it says no goodbye then',
    because: `no close frame came, ${age} after it was opened`,
    fix: 'See the log of the service and of each hop at that time.',
    decidedBy: 'the same WebSocket again: it is not closed at the same age, nor after the same silence',
  };
}
