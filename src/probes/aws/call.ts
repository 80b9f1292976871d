import type {Clock} from '../../model/clock.ts';
import {AwsRefusal} from '../../model/errors.ts';
import type {KnownSecrets} from '../../model/text/secrets/known-secrets.ts';
import type {Limiter} from './limiter.ts';
import {classify, type Refusal, toAwsRefusal} from './refusal.ts';

type Send<Client, Output> = (client: Client, options: {abortSignal: AbortSignal}) => Promise<Output>;

/** One service in one region of one account. */
export interface Connection<Client> {
  /** The only way to call AWS. `action` is the IAM action behind the operation that `send` sends. */
  call<Output>(
    action: string,
    signal: AbortSignal,
    send: Send<Client, Output>,
    /** What AWS's rate limit counts, if one action stands for several separately counted operations. */
    counted?: string,
  ): Promise<Output>;
}

export interface ConnectionParts<Client> {
  /** The account and region, for messages. */
  readonly where: string;
  readonly clock: Pick<Clock, 'sleep'>;
  /** The rate limiter that each attempt waits for. */
  limiterOf(counted: string): Limiter;
  /** Called before each attempt. */
  count(): void;
  /** Called when a call begins; the function it returns is called when the call has its answer or refusal. */
  asking(action: string): () => void;
  /** Called after each attempt with its refusal, or null when it was answered. */
  refusedBy(refusal: AwsRefusal | null): void;
  client(): Promise<Client>;
  /** What a refusal must not be shown with, the client's own credentials among them. */
  secretsOf(client: Client): Promise<KnownSecrets>;
}

/**
 * Attempts are made here and not by the SDK: its waits between them cannot be aborted, and many attempts only make
 * sense for throttling (12 of them turn a refused connection from 0.1 s into half a minute).
 */
const MOST_ATTEMPTS = {throttled: 10, otherwise: 3} as const;

export function connect<Client>(parts: ConnectionParts<Client>): Connection<Client> {
  return {
    async call(action, signal, send, counted = action) {
      const answered = parts.asking(action);
      try {
        return await attempts(parts, action, signal, send, counted);
      } finally {
        // After an abort it must still be possible to say which call had no answer.
        if (signal.aborted) setImmediate(answered);
        else answered();
      }
    },
  };
}

async function attempts<Client, Output>(
  parts: ConnectionParts<Client>,
  action: string,
  signal: AbortSignal,
  send: Send<Client, Output>,
  counted: string,
): Promise<Output> {
  const client = await parts.client();
  for (let attempt = 1; ; attempt++) {
    await parts.limiterOf(counted).take(signal);
    parts.count();
    try {
      const output = await send(client, {abortSignal: signal});
      parts.refusedBy(null);
      return output;
    } catch (thrown) {
      signal.throwIfAborted();
      // No credentials: the SDK has already made its attempts at getting them.
      if (thrown instanceof AwsRefusal) {
        parts.refusedBy(thrown);
        throw thrown;
      }
      const refusal = await classify(thrown);
      if (refusal === null) throw thrown;
      const most = refusal.kind === 'throttled' ? MOST_ATTEMPTS.throttled : MOST_ATTEMPTS.otherwise;
      const secrets = await parts.secretsOf(client);
      const error = toAwsRefusal(refusal, action, parts.where, attempt, {secrets, cause: thrown});
      parts.refusedBy(error);
      if (!refusal.transient || attempt >= most) throw error;
      await parts.clock.sleep(backOffMs(refusal, attempt), signal);
    }
  }
}

/** Exponential with full jitter, with the SDK's base delays, up to 20 s. */
function backOffMs(refusal: Refusal, attempt: number): number {
  const baseMs = refusal.kind === 'throttled' ? 1000 : 50;
  return Math.random() * Math.min(baseMs * 2 ** (attempt - 1), 20_000);
}
