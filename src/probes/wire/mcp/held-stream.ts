import type {McpStep} from '../../../model/facts/wire/mcp.ts';
import {type Alarm, createAlarm} from '../timing/alarm.ts';
import {lateMs} from '../timing/silence.ts';
import {isReplyTo, type ReceivedMessage} from './message.ts';
import type {Said, Talk} from './talk.ts';

/** Longer than any task: what is waited for on the stream has limits of its own. */
const OPEN_FOR_MS = 30 * 60_000;

/** How something was waited for. */
export type Waited = NonNullable<McpStep['waited']>;

/** A GET stream that is held open while messages are sent on other connections. */
export interface HeldStream {
  /** Since the conversation began. */
  readonly askedAtMs: number;
  /** Resolves when the response headers came, or it is known that none will. */
  readonly opened: Promise<void>;
  /** What came of it; resolves when it is over. */
  readonly over: Promise<Said>;
  readonly isOver: () => boolean;
  /** The data of the endpoint event; null: none came in time, or the stream is over. */
  endpoint(withinMs: number): Promise<string | null>;
  /** The reply with this id; null as above. */
  reply(id: number, withinMs: number): Promise<{readonly reply: ReceivedMessage | null; readonly waited: Waited}>;
  /** Messages that came so far, in order. */
  readonly messages: readonly ReceivedMessage[];
  close(): Promise<Said>;
}

/** Opens the stream of a conversation. */
export function holdStream(
  talk: Talk,
  request: {readonly url: string; readonly address?: string | undefined; readonly headers: Said['headers']},
): HeldStream {
  const messages: ReceivedMessage[] = [];
  const waiting = new Set<{readonly alarm: Alarm; readonly look: () => void}>();
  const closing = new AbortController();
  const head = Promise.withResolvers<void>();
  let endpoint: string | null = null;
  let isOver = false;
  const tell = () => {
    for (const {look} of waiting) look();
  };
  const askedAtMs = talk.nowMs;
  const over = talk
    .ask(
      {
        ...{purpose: 'stream', method: 'GET', withinMs: talk.target.withinMs, readForMs: OPEN_FOR_MS},
        ...request,
        headers: {accept: 'text/event-stream', 'cache-control': 'no-cache', ...request.headers},
      },
      {
        closing: closing.signal,
        onHead: head.resolve,
        events: {
          heard: () => {
            for (const {alarm} of waiting) alarm.heard();
          },
          endpoint: (data) => {
            endpoint = data;
            tell();
          },
          message: (message) => {
            messages.push(message);
            tell();
          },
        },
      },
    )
    .finally(() => {
      isOver = true;
      head.resolve();
      tell();
    });
  // Whoever closes it is told.
  over.catch(() => {});

  async function waitFor(isThere: () => boolean, withinMs: number): Promise<Waited> {
    const watch = talk.setup.presence.watch();
    const alarm = createAlarm(talk.setup.clock, watch);
    const {promise, resolve} = Promise.withResolvers<void>();
    const look = () => {
      if (isThere() || isOver) resolve();
    };
    const waiter = {alarm, look};
    waiting.add(waiter);
    alarm.set(
      () => withinMs + lateMs(watch, withinMs),
      () => resolve(),
    );
    look();
    await promise;
    waiting.delete(waiter);
    alarm.clear();
    watch.stop();
    return {forMs: watch.moment().atMs, observer: watch.observer()};
  }

  return {
    askedAtMs,
    opened: head.promise,
    over,
    messages,
    isOver: () => isOver,
    async endpoint(withinMs) {
      await waitFor(() => endpoint !== null, withinMs);
      return endpoint;
    },
    async reply(id, withinMs) {
      const find = () => messages.find((message) => isReplyTo(message, id)) ?? null;
      const waited = await waitFor(() => find() !== null, withinMs);
      return {reply: find(), waited};
    },
    close() {
      closing.abort();
      return over;
    },
  };
}
