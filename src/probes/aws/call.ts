import type {Clock} from '../../model/clock.ts';
import {AwsRefusal} from '../../model/errors.ts';
import type {KnownSecrets} from '../../model/text/secrets/known-secrets.ts';
import {requireTypes} from './answer-types.ts';
import type {Limiter} from './limiter.ts';
import {type Asker, classify, type Refusal, toAwsRefusal} from './refusal.ts';

/** One of the SDK's commands, for the clients of one service. */
export interface Command<Config, Output> {
  readonly schema?: unknown;
  resolveMiddleware(stack: never, configuration: Config, options: never): (args: never) => Promise<{output: Output}>;
}

interface SdkClient {
  readonly config: unknown;
}

/** One service in one region of one account. */
export interface Connection<Client extends SdkClient> {
  /**
   * The only way to call AWS. `action` is the IAM action behind the command. Every member of the answer is absent or of the
   * type that the SDK declares: anything else is a refusal that names the member.
   */
  call<Output extends object>(
    action: string,
    signal: AbortSignal,
    command: Command<Client['config'], Output>,
    /** What AWS's rate limit counts, if one action stands for several separately counted operations. */
    counted?: string,
  ): Promise<Output>;
}

export interface ConnectionParts<Client extends SdkClient> {
  readonly asker: Asker;
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

export function connect<Client extends SdkClient>(parts: ConnectionParts<Client>): Connection<Client> {
  return {
    async call(action, signal, command, counted = action) {
      const answered = parts.asking(action);
      try {
        const answer = await attempts(parts, action, signal, command, counted);
        await requireTypes(action, command, answer);
        return answer;
      } finally {
        // After an abort it must still be possible to say which call had no answer.
        if (signal.aborted) setImmediate(answered);
        else answered();
      }
    },
  };
}

async function attempts<Client extends SdkClient, Output extends object>(
  parts: ConnectionParts<Client>,
  action: string,
  signal: AbortSignal,
  command: Command<Client['config'], Output>,
  counted: string,
): Promise<Output> {
  const client = await parts.client();
  for (let attempt = 1; ; attempt++) {
    await parts.limiterOf(counted).take(signal);
    parts.count();
    try {
      const output = await send<Output>(client, command, signal);
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
      const error = toAwsRefusal(refusal, action, parts.asker, attempt, {secrets, cause: thrown});
      parts.refusedBy(error);
      if (!refusal.transient || attempt >= most) throw error;
      await parts.clock.sleep(backOffMs(refusal, attempt), signal);
    }
  }
}

/** Every client sends every command of its service; their types are too many to be told apart here. */
function send<Output>(client: SdkClient, command: object, abortSignal: AbortSignal): Promise<Output> {
  return (client as {send(command: object, options: object): Promise<Output>} & SdkClient).send(command, {abortSignal});
}

/** Exponential with full jitter, with the SDK's base delays, up to 20 s. */
function backOffMs(refusal: Refusal, attempt: number): number {
  const baseMs = refusal.kind === 'throttled' ? 1000 : 50;
  return Math.random() * Math.min(baseMs * 2 ** (attempt - 1), 20_000);
}
