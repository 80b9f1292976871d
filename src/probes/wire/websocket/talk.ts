import type {Socket} from 'node:net';
import type {WebSocket} from 'ws';
import type {Moment, PresenceWatch} from '../../../model/facts/observer.ts';
import type {
  WebSocketEnd,
  WebSocketRequest,
  WebSocketSession,
  WebSocketStep,
} from '../../../model/facts/wire/websocket.ts';
import {redactCut, redactText} from '../../../model/text/redact.ts';
import type {KnownSecrets} from '../../../model/text/secrets/known-secrets.ts';
import type {Alarm} from '../timing/alarm.ts';
import {lateMs} from '../timing/silence.ts';

const MOST_TEXTS = 5;
const MOST_CHARACTERS = 200;
/** RFC 6455, section 7.4.1. */
const NORMAL = 1000;
const NO_CLOSE_FRAME = 1006;

interface Talking {
  readonly client: WebSocket;
  readonly socket: Socket;
  readonly watch: PresenceWatch;
  readonly alarm: Alarm;
  readonly secrets: KnownSecrets;
  readonly signal: AbortSignal;
}

/** Why a step is over: it came to what it waited for, its time was up, or the connection ended. */
type StepEnd = 'done' | 'time-up' | 'ended';

/** Says what is to be said over a WebSocket that is open, waits, and closes it. Rejects with the signal's reason. */
export async function talk(request: WebSocketRequest, talking: Talking): Promise<WebSocketSession> {
  const {client, signal} = talking;
  const abort = Promise.withResolvers<never>();
  const onAbort = () => abort.reject(signal.reason);
  signal.addEventListener('abort', onAbort, {once: true});
  try {
    signal.throwIfAborted();
    return await Promise.race([new Talk(request, talking).run(), abort.promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
    client.terminate();
  }
}

class Talk {
  readonly #request: WebSocketRequest;
  readonly #with: Talking;
  readonly #openedAt: Moment;
  readonly #ended = Promise.withResolvers<void>();
  /** What is waited for beside the end of the connection. */
  #wake: () => void = () => {};
  #step: WebSocketStep = 'nothing';
  #end: WebSocketEnd | null = null;
  /** When the client began to close, as the server or an error made it. */
  #closingAt: Moment | null = null;
  #failed: NodeJS.ErrnoException | null = null;
  #socketError: NodeJS.ErrnoException | null = null;
  #lastFrame: WebSocketSession['lastFrame'];
  #messages = 0;
  readonly #texts: string[] = [];
  #sentAtMs: number | null = null;
  #reply: WebSocketSession['reply'] = null;
  #pings = 0;
  #pongs = 0;
  #slowestMs: number | null = null;
  #expectedPong = '';
  #holdFromMs: number | null = null;

  constructor(request: WebSocketRequest, talking: Talking) {
    this.#request = request;
    this.#with = talking;
    this.#openedAt = talking.watch.moment();
    this.#lastFrame = {by: 'server', at: this.#openedAt};
    this.#listen();
    talking.client.resume();
  }

  async run(): Promise<WebSocketSession> {
    const {send, expect, replyWithinMs, holdForMs} = this.#request;
    if (send !== undefined) this.#send(send);
    else this.#sentAtMs = this.#openedAt.atMs;
    const isAnswered =
      expect === undefined || (await this.#until('reply', replyWithinMs, () => this.#reply !== null)) === 'done';
    if (isAnswered && (await this.#pong('first pong'))) {
      if (holdForMs === 0 || ((await this.#hold()) && (await this.#pong('last pong')))) await this.#close();
    }
    // Each step that is not done has said why.
    const end = this.#end ?? this.#ending('done', 'closed by us');
    return {
      subprotocol: this.#with.client.protocol,
      messages: {count: this.#messages, first: this.#texts},
      reply: this.#reply,
      pings: this.#pings,
      pongs: {count: this.#pongs, slowestMs: this.#slowestMs},
      holdFromMs: this.#holdFromMs,
      lastFrame: this.#lastFrame,
      end,
    };
  }

  #listen(): void {
    const {client, socket, watch, alarm} = this.#with;
    client.on('message', (data, isBinary) => this.#message(String(data), isBinary));
    client.on('ping', () => {
      this.#pings += 1;
    });
    client.on('pong', (data) => {
      if (String(data) !== this.#expectedPong) return;
      this.#expectedPong = '';
      this.#wake();
    });
    client.on('error', (error) => {
      this.#failed ??= error;
    });
    client.on('close', (code, reason) => this.#closed(code, String(reason)));
    socket.on('error', (error) => {
      this.#socketError ??= error;
    });
    // After the client's own listener, which has then taken the frames in.
    socket.on('data', () => {
      alarm.heard();
      const at = watch.moment();
      if (client.readyState === client.OPEN) this.#lastFrame = {by: 'server', at};
      else this.#closingAt ??= at;
    });
    socket.on('end', () => {
      this.#closingAt ??= watch.moment();
    });
  }

  #message(text: string, isBinary: boolean): void {
    const {secrets, watch} = this.#with;
    this.#messages += 1;
    if (!isBinary && this.#texts.length < MOST_TEXTS) {
      this.#texts.push(redactCut(text.slice(0, MOST_CHARACTERS), secrets));
    }
    const {expect} = this.#request;
    if (expect === undefined || this.#reply !== null || this.#sentAtMs === null || !text.includes(expect)) return;
    const shown = redactCut(text.slice(0, MOST_CHARACTERS), secrets);
    this.#reply = {sentAtMs: this.#sentAtMs, atMs: watch.moment().atMs, text: shown};
    this.#wake();
  }

  #send(text: string): void {
    const {client, watch} = this.#with;
    const at = watch.moment();
    this.#sentAtMs = at.atMs;
    this.#lastFrame = {by: 'us', at};
    client.send(text, () => {});
  }

  /** Whether it was answered in time. */
  async #pong(step: 'first pong' | 'pong' | 'last pong'): Promise<boolean> {
    const {client, watch} = this.#with;
    if (client.readyState !== client.OPEN) await this.#ended.promise;
    if (this.#end !== null) return false;
    const sent = watch.moment();
    const payload = `${step} ${this.#pongs}`;
    this.#expectedPong = payload;
    this.#lastFrame = {by: 'us', at: sent};
    client.ping(payload, true, () => {});
    if ((await this.#until(step, this.#request.pongWithinMs, () => this.#expectedPong === '')) !== 'done') return false;
    this.#pongs += 1;
    this.#slowestMs = Math.max(this.#slowestMs ?? 0, watch.moment().atMs - sent.atMs);
    return true;
  }

  /** Whether it was open all the time. */
  async #hold(): Promise<boolean> {
    const {watch} = this.#with;
    const {holdForMs, pingEveryMs = holdForMs} = this.#request;
    const fromMs = watch.moment().atMs;
    this.#holdFromMs = fromMs;
    for (;;) {
      const leftMs = fromMs + holdForMs - watch.moment().atMs;
      if (leftMs <= 0) return true;
      if ((await this.#wait('hold', Math.min(leftMs, pingEveryMs))) === 'ended') return false;
      if (pingEveryMs < leftMs && !(await this.#pong('pong'))) return false;
    }
  }

  /** The server's part of the closing handshake is not judged: some servers just close. */
  async #close(): Promise<void> {
    const {client} = this.#with;
    this.#end = this.#ending('done', 'closed by us');
    client.close(NORMAL);
    await this.#ended.promise;
  }

  /** Waits for a condition, no longer than this and what we were late; when that was not enough, ends with it. */
  async #until(step: WebSocketStep, withinMs: number, isMet: () => boolean): Promise<StepEnd> {
    const {watch, client} = this.#with;
    const awayBeforeMs = watch.awayMs();
    const over = isMet() ? 'done' : await this.#wait(step, withinMs, () => lateMs(watch, withinMs) - awayBeforeMs);
    if (isMet()) return 'done';
    if (over === 'time-up') {
      this.#end = this.#ending('silent', 'closed by us: the time for it was over');
      client.terminate();
    }
    return over;
  }

  #wait(step: WebSocketStep, ms: number, moreMs: () => number = () => 0): Promise<StepEnd> {
    const {alarm, watch} = this.#with;
    this.#step = step;
    const fromMs = watch.moment().atMs;
    return new Promise((resolve) => {
      this.#wake = () => resolve('done');
      void this.#ended.promise.then(() => resolve('ended'));
      alarm.set(
        () => fromMs + ms + moreMs(),
        () => {
          // It ends: what it closes with is still to come.
          if (this.#closingAt === null) resolve('time-up');
        },
      );
    });
  }

  #closed(code: number, reason: string): void {
    const error = this.#failed;
    const hasFrame = code !== NO_CLOSE_FRAME && error === null;
    const message = error?.message ?? this.#socketError?.message ?? 'the connection was closed';
    this.#end ??= {
      ...this.#ending(hasFrame ? 'closed' : kindOf(error, this.#socketError), message),
      code: hasFrame ? code : null,
      reason: redactText(reason, this.#with.secrets),
    };
    this.#ended.resolve();
  }

  #ending(kind: WebSocketEnd['kind'], message: string): WebSocketEnd {
    const at = kind === 'done' || kind === 'silent' ? null : this.#closingAt;
    return {kind, during: this.#step, code: null, reason: '', message, at: at ?? this.#with.watch.moment()};
  }
}

/** The client's own name for a limit of ours. */
const TOO_LARGE = new Set(['WS_ERR_UNSUPPORTED_MESSAGE_LENGTH', 'WS_ERR_TOO_MANY_BUFFERED_PARTS']);

function kindOf(error: NodeJS.ErrnoException | null, socketError: NodeJS.ErrnoException | null): WebSocketEnd['kind'] {
  if (error !== null) return TOO_LARGE.has(error.code ?? '') ? 'too-large' : 'malformed';
  return socketError === null ? 'cut' : 'reset';
}
