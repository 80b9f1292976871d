import {CannotTell} from '../../model/errors.ts';
import type {WebSocketObservation, WebSocketRequest, WebSocketSession} from '../../model/facts/wire/websocket.ts';
import type {Evidence, Fault} from '../../model/outcome.ts';
import {formatDuration} from '../../model/text/duration.ts';
import {plainText} from '../../model/text/plain-text.ts';
import {refusalFault} from '../http/refusal-advice.ts';
import {refusalDoubt} from '../http/refusal-doubt.ts';
import type {LookFindings} from '../streams/each-look.ts';
import {handshakeFaults} from './handshake-faults.ts';
import {sessionFindings} from './session-faults.ts';

interface Claim {
  readonly request: WebSocketRequest;
  /** The load balancer's, where it is known. */
  readonly idleTimeoutMs: number | null;
  /** A noun phrase. */
  readonly expected: string;
}

/** What a look at a WebSocket shows. */
export function webSocketFindings(seen: WebSocketObservation, claim: Claim): LookFindings {
  const {url: place, connection, refusal, handshake, session, observer} = seen;
  if (handshake === null) {
    const doubt = refusalDoubt(place, refusal, observer);
    const fault = refusal === null ? {what: 'no answer', fix: ''} : refusedFault(refusal);
    const what = `${fault.what}, not ${claim.expected}`;
    return {faults: doubt === null ? [{...fault, what}] : [], doubt, actual: what, evidence: []};
  }
  const {request, idleTimeoutMs} = claim;
  const sentAtMs = connection?.phases.sentAtMs ?? 0;
  const evidence = evidenceOf(seen);
  const faults = handshakeFaults(handshake, {url: place, request, sentAtMs});
  if (faults.length > 0) return {faults, doubt: null, actual: 'not opened', evidence};
  if (session === null) return {faults: [UNOPENED], doubt: null, actual: UNOPENED.what, evidence};
  const {fault, doubt} = sessionFindings({place, request, connection, handshake, session, observer, idleTimeoutMs});
  const unproven = fault === null && doubt === null ? silenceDoubt(place, session, claim) : null;
  return {
    faults: fault === null ? [] : [fault],
    doubt: doubt ?? unproven,
    actual: actualOf(session, request),
    evidence,
  };
}

/** No rule that is known was broken, and the client opened nothing all the same. */
const UNOPENED: Fault = {
  what: 'answers 101 in a way in which clients do not open a WebSocket',
  fix: 'Compare the answer with RFC 6455, section 4.2.2: `curl --include --http1.1` with the headers of a handshake shows it.',
};

/** A load balancer closes what is silent for longer than its idle timeout: what it did not close did not come through it. */
function silenceDoubt(
  place: string,
  {pings, messages, holdFromMs}: WebSocketSession,
  {request: {holdForMs, pingEveryMs}, idleTimeoutMs}: Claim,
): CannotTell | null {
  if (idleTimeoutMs === null || holdFromMs === null || holdForMs <= idleTimeoutMs * 1.05) return null;
  const isSilent = pings === 0 && messages.count === 0 && (pingEveryMs === undefined || pingEveryMs > idleTimeoutMs);
  if (!isSilent) return null;
  return new CannotTell(
    `${place}: nothing was sent for ${formatDuration(holdForMs)} and it stayed open, though the load balancer closes what is silent for ${formatDuration(idleTimeoutMs)}: whether it is in front is not known`,
    'see where the name of the URL leads, and whether a hop before the load balancer keeps connections open by itself; let the server ping, and this shows that its pings come through',
  );
}

/** Over TLS, what does not speak HTTP/1.1 speaks no WebSocket that load balancers and most clients know. */
function refusedFault(refusal: NonNullable<WebSocketObservation['refusal']>) {
  const fault = refusalFault(refusal);
  if (refusal.kind !== 'protocol') return fault;
  return {
    ...fault,
    fix: 'Offer HTTP/1.1 beside HTTP/2 by ALPN: the handshake of WebSocket is one of HTTP/1.1, and load balancers of AWS know no other.',
  };
}

function actualOf(session: WebSocketSession, {holdForMs, pingEveryMs}: WebSocketRequest): string {
  const {holdFromMs, pings, pongs, reply, subprotocol, messages} = session;
  const said = [
    subprotocol === '' ? '' : `the subprotocol ${plainText(subprotocol, 60)}`,
    reply === null ? '' : `a reply after ${formatDuration(reply.atMs - reply.sentAtMs)}`,
    holdFromMs === null || holdForMs === 0
      ? ''
      : `open for ${formatDuration(holdForMs)} with ${keptBy(pings, messages.count, pingEveryMs)}`,
    pongs.slowestMs === null ? '' : `a pong after ${formatDuration(pongs.slowestMs)} at most`,
    holdForMs > 0 ? '' : 'whether it stays open was not looked at (no `holdFor`)',
  ].filter((text) => text !== '');
  return `a WebSocket (101)${said.length === 0 ? '' : `: ${said.join(', ')}`}`;
}

function keptBy(pings: number, messages: number, pingEveryMs: number | undefined): string {
  const own = pingEveryMs === undefined ? 'no pings of ours' : `a ping of ours every ${formatDuration(pingEveryMs)}`;
  return `${own}, ${pings} by the server and ${messages} ${messages === 1 ? 'message' : 'messages'}`;
}

function evidenceOf({url, connection, handshake, session}: WebSocketObservation): readonly Evidence[] {
  const source = `GET ${url} (Upgrade: websocket)`;
  const end = session?.end;
  return [
    {what: 'status', value: handshake?.status ?? null, source},
    {what: 'address', value: connection?.remoteAddress ?? null, source},
    ...shownHeaders(handshake?.headers ?? {}).map(([name, value]) => ({what: name, value, source})),
    ...(end === undefined ? [] : [{what: 'end', value: endText(end), source}]),
  ];
}

const SHOWN = ['server', 'via', 'upgrade', 'sec-websocket-protocol', 'sec-websocket-extensions'];

function shownHeaders(headers: Readonly<Record<string, string>>): readonly (readonly [string, string])[] {
  return SHOWN.flatMap((name) => (headers[name] === undefined ? [] : [[name, plainText(headers[name], 120)] as const]));
}

function endText({kind, code, reason, message}: WebSocketSession['end']): string {
  const close = code === null ? '' : ` ${code}${reason === '' ? '' : ` ${plainText(reason, 80)}`}`;
  return `${kind}${close}: ${plainText(message, 80)}`;
}
