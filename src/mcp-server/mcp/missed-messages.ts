import type {EventId, EventStore, JSONRPCMessage, StreamId} from '@modelcontextprotocol/server';

const KEPT_EVENTS = 1000;
/** The approximate memory of an event besides its message. */
const EVENT_BYTES = 200;

interface Kept {
  readonly id: EventId;
  readonly stream: StreamId;
  readonly message: JSONRPCMessage | null;
  readonly bytes: number;
}

/**
 * Recently sent messages of all sessions, so that a client that lost its connection gets what it missed (MCP
 * 2025-11-25, "Resumability and Redelivery"). Bounded: sessions take turns to forget their oldest, whose ids are then
 * unknown.
 */
export class MissedMessages {
  readonly #mostBytes: number;
  /** Sessions with something to forget, the most recently changed last. */
  readonly #stores = new Set<SessionMessages>();
  #bytes = 0;

  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes;
  }

  get bytes(): number {
    return this.#bytes;
  }

  ofSession(): SessionMessages {
    return new SessionMessages(this);
  }

  /** A store has grown or shrunk. */
  changed(store: SessionMessages, bytes: number): void {
    this.#bytes += bytes;
    this.#stores.delete(store);
    if (store.bytes > 0) this.#stores.add(store);
  }

  trim(): void {
    for (const store of this.#stores) {
      if (this.#bytes <= this.#mostBytes) return;
      store.forgetFirst();
    }
  }
}

/** The messages of one session. */
export class SessionMessages implements EventStore {
  readonly #events: Kept[] = [];
  readonly #all: MissedMessages;
  #bytes = 0;
  #last = 0;

  constructor(all: MissedMessages) {
    this.#all = all;
  }

  get bytes(): number {
    return this.#bytes;
  }

  async storeEvent(stream: StreamId, message: JSONRPCMessage): Promise<EventId> {
    this.#last += 1;
    const id = `e${this.#last}`;
    // The first event of a stream only carries an id: it must not be sent again.
    const isPriming = Object.keys(message).length === 0;
    // All characters take two bytes if one of them is not Latin-1.
    const bytes = EVENT_BYTES + (isPriming ? 0 : 2 * JSON.stringify(message).length);
    this.#events.push({id, stream, message: isPriming ? null : message, bytes});
    this.#add(bytes);
    if (this.#events.length > KEPT_EVENTS) this.forgetFirst();
    this.#all.trim();
    return id;
  }

  async getStreamIdForEventId(id: EventId): Promise<StreamId | undefined> {
    return this.#events.find((event) => event.id === id)?.stream;
  }

  /** Sends what came after that event, on the same stream only. */
  async replayEventsAfter(
    id: EventId,
    {send}: {send: (id: EventId, message: JSONRPCMessage) => Promise<void>},
  ): Promise<StreamId> {
    const at = this.#events.findIndex((event) => event.id === id);
    const from = this.#events[at];
    if (from === undefined) throw new Error(`event ${id} is not kept any more`);
    for (const event of this.#events.slice(at + 1)) {
      if (event.stream === from.stream && event.message !== null) await send(event.id, event.message);
    }
    return from.stream;
  }

  forgetFirst(): void {
    const dropped = this.#events.shift();
    if (dropped !== undefined) this.#add(-dropped.bytes);
  }

  /** The session has ended. */
  forgetAll(): void {
    this.#events.length = 0;
    this.#add(-this.#bytes);
  }

  #add(bytes: number): void {
    this.#bytes += bytes;
    this.#all.changed(this, bytes);
  }
}
