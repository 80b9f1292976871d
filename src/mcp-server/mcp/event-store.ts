import type {EventId, EventStore, JSONRPCMessage, StreamId} from '@modelcontextprotocol/server';

const KEPT_EVENTS = 1000;
const KEPT_BYTES = 1024 * 1024;

interface Kept {
  readonly id: EventId;
  readonly stream: StreamId;
  readonly message: JSONRPCMessage | null;
  readonly bytes: number;
}

/**
 * The last messages of one session, so that a client whose connection was lost gets what it missed (MCP 2025-11-25,
 * "Resumability and Redelivery"). Bounded: what is older is forgotten, and its id is then unknown.
 */
export class BoundedEventStore implements EventStore {
  readonly #events: Kept[] = [];
  #bytes = 0;
  #last = 0;

  async storeEvent(stream: StreamId, message: JSONRPCMessage): Promise<EventId> {
    this.#last += 1;
    const id = `e${this.#last}`;
    // The first event of a stream carries an id and nothing else: it is not to be sent again.
    const isPriming = Object.keys(message).length === 0;
    const bytes = isPriming ? 0 : JSON.stringify(message).length;
    this.#events.push({id, stream, message: isPriming ? null : message, bytes});
    this.#bytes += bytes;
    while (this.#events.length > KEPT_EVENTS || this.#bytes > KEPT_BYTES) {
      const dropped = this.#events.shift();
      if (dropped === undefined) break;
      this.#bytes -= dropped.bytes;
    }
    return id;
  }

  async getStreamIdForEventId(id: EventId): Promise<StreamId | undefined> {
    return this.#events.find((event) => event.id === id)?.stream;
  }

  /** Sends what came on that event's stream after it, on no other stream. */
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
}
