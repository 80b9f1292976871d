import {randomInt} from 'node:crypto';
import type {Clock} from '../../../model/clock.ts';
import {messageOf} from '../../../model/errors.ts';
import {ownSlowness, type Presence, type PresenceWatch} from '../../../model/facts/observer.ts';
import type {NameAnswer, NameLook, NameProblem, NameQuestion, NameServer} from '../../../model/facts/wire/names.ts';
import {formatDuration} from '../../../model/text/duration.ts';
import {createAlarm} from '../timing/alarm.ts';
import {lateMs} from '../timing/silence.ts';
import {answersTo, decodeAnswer, encodeQuery, type Query} from './message.ts';
import {overTcp, overUdp, type Place} from './transport.ts';

export interface AskSetup {
  readonly clock: Clock;
  readonly presence: Presence;
  /** Where a server is connected to, if not where it says. */
  readonly reach: (place: Place) => Place;
}

/** How long the whole of a question may take: a resolver may have to ask many servers itself. */
const WITHIN_MS = {authority: 3000, resolver: 5000} as const;

/** Thrown into the exchange: its time is over. */
const OVER = new DOMException('the time for an answer is over', 'TimeoutError');

/**
 * One question to one server: over UDP, again where it may have been lost, without EDNS where it is not understood, and over
 * TCP where the answer did not fit. Rejects with `CannotTell` when this machine was too slow to tell silence from an answer.
 */
export async function askServer(
  server: NameServer,
  {name, type, unchecked = false}: NameQuestion,
  {clock, presence, reach}: AskSetup,
  signal: AbortSignal,
): Promise<Omit<NameLook, 'earlier'>> {
  signal.throwIfAborted();
  const withinMs = WITHIN_MS[server.role];
  const stop = new AbortController();
  const interrupt = () => stop.abort(signal.reason);
  signal.addEventListener('abort', interrupt, {once: true});
  const watch = presence.watch();
  const alarm = createAlarm(clock, watch);
  alarm.set(
    () => withinMs + lateMs(watch, withinMs),
    () => stop.abort(OVER),
  );
  let strays = 0;
  const look = (outcome: Outcome) => ({
    server,
    name,
    type,
    at: clock.now().toISOString(),
    ...outcome,
    strays,
  });
  try {
    const place = reach(server);
    return look(
      await converse({
        query: {id: 0, name, type, recursive: server.role === 'resolver', unchecked, edns: true},
        place,
        clock,
        signal: stop.signal,
        onStray: () => strays++,
        onHeard: () => alarm.heard(),
      }),
    );
  } catch (thrown) {
    if (thrown !== OVER) throw thrown;
    return look({answer: null, problem: silence(`${server.address} (${name} ${type})`, withinMs, watch)});
  } finally {
    watch.stop();
    alarm.clear();
    signal.removeEventListener('abort', interrupt);
  }
}

type Outcome = Pick<NameLook, 'answer' | 'problem'>;

interface Conversation {
  readonly query: Query;
  readonly place: Place;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly onStray: () => void;
  readonly onHeard: () => void;
}

async function converse(conversation: Conversation): Promise<Outcome> {
  const first = await once(conversation, 'udp');
  const {query} = conversation;
  const {answer} = first;
  if (query.edns && answer?.edns === null && ['FORMERR', 'NOTIMP'].includes(answer.rcode)) {
    return await converse({...conversation, query: {...query, edns: false}});
  }
  if (answer?.isTruncated !== true) return first;
  const whole = await once(conversation, 'tcp');
  return whole.answer === null ? {answer, problem: whole.problem} : whole;
}

async function once({query: asked, ...rest}: Conversation, over: NameAnswer['over']): Promise<Outcome> {
  const query = {...asked, id: randomInt(0x10000)};
  const exchange = {...rest, query: encodeQuery(query), isAnswer: (message: Buffer) => answersTo(message, query)};
  const reply = await (over === 'udp' ? overUdp(exchange) : overTcp(exchange));
  if ('problem' in reply) return {answer: null, problem: reply.problem};
  try {
    return {answer: decodeAnswer(reply.message, over), problem: null};
  } catch (thrown) {
    return {answer: null, problem: {kind: 'malformed', message: `its answer cannot be read: ${messageOf(thrown)}`}};
  }
}

function silence(shown: string, withinMs: number, watch: PresenceWatch): NameProblem {
  const observer = watch.observer();
  const {atMs} = watch.moment();
  const within = formatDuration(withinMs);
  if (observer.suspendedMs > 0 || atMs - observer.awayMs < withinMs) {
    throw ownSlowness(shown, observer, atMs, `whether it answers within ${within}`);
  }
  return {kind: 'silent', message: `nothing came within ${within}`};
}
