import {z} from 'zod';
import type {OpenStream} from '../streams/open-stream.ts';
import {cancelledBy} from './cancelled-calls.ts';

const ID = z.union([z.string(), z.number()]);
const REQUEST = z.looseObject({id: ID, method: z.string()});
const RESULT = z.looseObject({id: ID, method: z.undefined().optional()});

/**
 * The requests of an HTTP+SSE session that still wait for results. Results come on another connection than requests, so
 * nothing else tells a stopping server that the stream is still needed.
 */
export class CallsUnderway {
  readonly #stream: () => OpenStream | null;
  /** By id, which a client may reuse. */
  readonly #over = new Map<string | number, (() => void)[]>();

  constructor(stream: () => OpenStream | null) {
    this.#stream = stream;
  }

  /** From the client. */
  received(message: unknown): void {
    const request = REQUEST.safeParse(message);
    if (request.success) this.#begin(request.data.id);
    const cancelled = cancelledBy(message);
    if (cancelled !== undefined) this.#end(cancelled);
  }

  /** To the client. */
  sent(message: unknown): void {
    const result = RESULT.safeParse(message);
    if (result.success) this.#end(result.data.id);
  }

  /** The received message was not accepted. */
  refused(message: unknown): void {
    const request = REQUEST.safeParse(message);
    if (request.success) this.#end(request.data.id);
  }

  #begin(id: string | number): void {
    const stream = this.#stream();
    if (stream !== null) this.#over.set(id, [...(this.#over.get(id) ?? []), stream.expect()]);
  }

  #end(id: string | number): void {
    const [over, ...others] = this.#over.get(id) ?? [];
    if (others.length === 0) this.#over.delete(id);
    else this.#over.set(id, others);
    over?.();
  }
}
