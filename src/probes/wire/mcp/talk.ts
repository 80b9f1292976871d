import {CannotTell, NoAnswer} from '../../../model/errors.ts';
import {type Moment, NEVER_AWAY} from '../../../model/facts/observer.ts';
import type {McpAnswer, McpPurpose, McpSilence, McpStep, McpTarget} from '../../../model/facts/wire/mcp.ts';
import {redactCut, redactText, redactUrl, withoutSecretHeaders} from '../../../model/text/redact.ts';
import type {KnownSecrets} from '../../../model/text/secrets/known-secrets.ts';
import {connectedTo} from '../connection/connect-to.ts';
import {type Conversation, converse, type Outgoing, type WireSetup} from '../conversation.ts';
import {prepare} from '../outgoing.ts';
import {type AnswerEvents, AnswerReader} from './answer-reader.ts';
import type {HeldStream} from './held-stream.ts';
import {isErrorOfNone, isProgressOf, isReplyTo, messageFact, type ReceivedMessage} from './message.ts';
import {learnSession, resolvedEndpoint} from './session-secrets.ts';

const TEXT_LENGTH = 4000;
const MOST_PROGRESS = 5000;
/** Of one answer, as a fact. */
const MOST_MESSAGES = 200;

/** One HTTP request of a conversation. */
export interface Question {
  readonly purpose: McpPurpose;
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly url: string;
  /** Instead of the conversation's own. */
  readonly address?: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  /** Instead of those of the same names, the user's included. */
  readonly over?: Readonly<Record<string, string>> | undefined;
  /** Sent without the headers that the user gave: what they hold is meant for the server that is asked. */
  readonly isForeign?: boolean;
  readonly message?: {readonly method: string; readonly id: number | null; readonly body: string};
  /** Its reply comes on a stream that was asked for earlier: what its own answer holds is none. */
  readonly isRepliedElsewhere?: boolean;
  /** How long headers, and the reply after them, may take. */
  readonly withinMs: number;
  /** How long it is read at most, from the beginning; default: `withinMs`. */
  readonly readForMs?: number;
}

/** What was seen of one request, with what is only for the conversation itself. */
export interface Said {
  readonly step: McpStep;
  /** As received: with secrets. */
  readonly headers: Readonly<Record<string, string>>;
  readonly status: number | null;
  readonly reply: ReceivedMessage | null;
  /** Of its event stream, as received; empty: none of its events had an id. */
  readonly lastEventId: string;
}

interface Replied {
  readonly id: number;
  readonly received: ReceivedMessage | null;
  readonly waited: NonNullable<McpStep['waited']>;
}

export interface Asking {
  readonly events?: AnswerEvents;
  readonly onHead?: () => void;
  /** Ends the reading of the answer. */
  readonly closing?: AbortSignal;
}

/** A conversation under way: sends requests, each on a connection of its own, and keeps what came of them. */
export class Talk {
  readonly target: McpTarget;
  readonly secrets: KnownSecrets;
  readonly setup: WireSetup;
  readonly signal: AbortSignal;
  readonly #startedMs: number;
  readonly #steps: (McpStep | null)[] = [];
  #lastId: number;

  /** `lastId`: after which ids begin, so that replies of conversations at the same time are not taken for each other's. */
  constructor(target: McpTarget, setup: WireSetup, secrets: KnownSecrets, signal: AbortSignal, lastId = 0) {
    this.target = target;
    this.setup = setup;
    this.secrets = secrets;
    this.signal = signal;
    this.#lastId = lastId;
    this.#startedMs = setup.clock.monotonicMs();
  }

  nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  /** Since the conversation began. */
  get nowMs(): number {
    return this.setup.clock.monotonicMs() - this.#startedMs;
  }

  get steps(): readonly McpStep[] {
    return this.#steps.filter((step) => step !== null);
  }

  /** Rejects only where the conversation was broken off, or where the very first request got no answer. */
  async ask(question: Question, {events, onHead, closing}: Asking = {}): Promise<Said> {
    const place = this.#steps.push(null) - 1;
    const askedAtMs = this.nowMs;
    const {url, method, message, withinMs, readForMs = withinMs, address = this.target.address} = question;
    const id = message?.id ?? null;
    const isReply = (received: ReceivedMessage): boolean =>
      id !== null &&
      !question.isRepliedElsewhere &&
      (isReplyTo(received, id) || (reader.format === 'json' && isErrorOfNone(received)));
    const reader: AnswerReader = new AnswerReader(readForMs, isReply, {
      ...events,
      endpoint: (data, at) => {
        learnSession(reader, url, this.secrets);
        events?.endpoint?.(data, at);
      },
    });
    const headers = headersOf(question, this.target);
    const body = message?.body;
    const outgoing = prepare(
      {method, url, headers, body, headersWithinMs: withinMs, protocol: 'http/1.1'},
      this.secrets,
    );
    const asked = {
      ...{purpose: question.purpose, askedAtMs, method, url: outgoing.shown, rpc: message?.method ?? null},
      sentHeaders: Object.keys(outgoing.headers).sort(),
    };
    const listener = {...(onHead === undefined ? {} : {onHead}), ...(closing === undefined ? {} : {closing})};
    const came = await this.#converse(outgoing, reader, address, place, listener);
    const step = this.#stepOf(asked, {url, id}, reader, came);
    this.#steps[place] = step.step;
    const reply = reader.messages.find(isReply) ?? null;
    return {
      ...step,
      status: came.conversation?.refusal === null ? reader.status : null,
      headers: reader.headers,
      lastEventId: reader.lastEventId,
      reply,
    };
  }

  /** The reply to a message came on a stream that was asked for earlier, or did not while it was waited for. */
  replied(said: Said, stream: Pick<HeldStream, 'askedAtMs' | 'messages'>, {received, waited, id}: Replied): Said {
    const place = this.#steps.indexOf(said.step);
    const laterMs = said.step.askedAtMs - stream.askedAtMs;
    const reply = received === null ? null : {...received, at: earlier(received.at, laterMs)};
    const onStream = stream.messages.filter((message) => isProgressOf(message, id)).map(({at}) => earlier(at, laterMs));
    const progress = [...said.step.progress, ...onStream];
    const step = {
      ...said.step,
      ...{waited, progress: progress.slice(0, MOST_PROGRESS)},
      reply: reply === null ? null : messageFact(reply, this.secrets),
    };
    this.#steps[place] = step;
    return {...said, step, reply};
  }

  async #converse(
    outgoing: Outgoing,
    reader: AnswerReader,
    address: string | undefined,
    place: number,
    listener: Parameters<typeof converse>[4],
  ): Promise<{readonly conversation: Conversation | null; readonly silence: McpSilence | null}> {
    try {
      const setup = connectedTo(address, this.setup);
      return {conversation: await converse(outgoing, reader, setup, this.signal, listener), silence: null};
    } catch (thrown) {
      if (place === 0 || this.signal.aborted) throw thrown;
      return {conversation: null, silence: silenceOf(thrown)};
    }
  }

  #stepOf(
    asked: Pick<McpStep, 'purpose' | 'askedAtMs' | 'method' | 'url' | 'sentHeaders' | 'rpc'>,
    {url, id}: {readonly url: string; readonly id: number | null},
    reader: AnswerReader,
    {conversation, silence}: {readonly conversation: Conversation | null; readonly silence: McpSilence | null},
  ): Pick<Said, 'step'> {
    const progress = reader.messages.filter((message) => id !== null && isProgressOf(message, id)).map(({at}) => at);
    const rest = {...asked, waited: null, silence, progress: progress.slice(0, MOST_PROGRESS)};
    if (conversation === null || conversation.refusal !== null) {
      const {refusal = null, connection = null, observer = NEVER_AWAY} = conversation ?? {};
      return {step: {...rest, refusal, connection, observer, answer: null, reply: null}};
    }
    const {connection, observer, end, endAt} = conversation;
    const text = reader.finish();
    learnSession(reader, url, this.secrets);
    const messages = reader.messages.slice(0, MOST_MESSAGES).map((message) => messageFact(message, this.secrets));
    const reply = reader.messages.find((message) => reader.isReply(message));
    const {status, headersAt, format, bytes, events, comments, firstEvent} = reader;
    const headers = Object.fromEntries(
      Object.entries(withoutSecretHeaders(reader.headers)).map(([name, value]) => [
        name,
        name === 'location' ? redactText(redactUrl(value), this.secrets) : value,
      ]),
    );
    const answer: McpAnswer = {
      ...{status, headers, headersAt, format, bytes, messages, events, comments, end, endAt},
      text: redactCut(text.slice(0, TEXT_LENGTH), this.secrets),
      firstEvent: firstEvent === null ? null : redactCut(firstEvent.slice(0, 200), this.secrets),
      endpoint: this.#endpointFact(reader, url),
    };
    return {
      step: {
        ...rest,
        refusal: null,
        connection,
        observer,
        answer,
        reply: reply === undefined ? null : messageFact(reply, this.secrets),
      },
    };
  }

  #endpointFact({endpoint}: AnswerReader, streamUrl: string): McpAnswer['endpoint'] {
    if (endpoint === null) return null;
    const show = (text: string) => redactCut(redactUrl(text.slice(0, TEXT_LENGTH)), this.secrets);
    const url = resolvedEndpoint(endpoint.data, streamUrl);
    return {at: endpoint.at, data: show(endpoint.data), url: url === null ? null : show(url)};
  }
}

/** Names in lower case, so that one replaces another. */
function headersOf({headers, over, isForeign = false}: Question, target: McpTarget): Record<string, string> {
  const all = [headers, isForeign ? {} : target.headers, over ?? {}].flatMap((given) => Object.entries(given));
  return Object.fromEntries(all.map(([name, value]) => [name.toLowerCase(), value]));
}

function earlier({atMs, earliestMs}: Moment, byMs: number): Moment {
  return {atMs: atMs - byMs, earliestMs: earliestMs - byMs};
}

function silenceOf(thrown: unknown): McpSilence {
  if (thrown instanceof NoAnswer) return {kind: 'no-answer', phase: thrown.phase, message: thrown.message};
  if (thrown instanceof CannotTell) {
    return {kind: 'unknown', message: thrown.message, fix: thrown.fix, transient: thrown.transient};
  }
  throw thrown;
}
