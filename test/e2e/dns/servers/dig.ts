import {parse} from 'yaml';
import {z} from 'zod';
import {run} from '../../support/run.ts';

/** What dig shows of one answer. */
export interface Dug {
  /** `NOERROR`, `NXDOMAIN`, …; null: no answer. */
  readonly rcode: string | null;
  readonly isAuthoritative: boolean;
  readonly answers: readonly DugRecord[];
}

export interface DugRecord {
  readonly name: string;
  readonly ttlSeconds: number;
  readonly type: string;
  /** As a zone file has it. */
  readonly data: string;
}

const messages = z.array(
  z.object({
    message: z.union([
      z.object({
        response_message_data: z.object({
          status: z.string(),
          flags: z.string(),
          ANSWER_SECTION: z.array(z.string()).default([]),
        }),
      }),
      // Of a question, or why there is no answer.
      z.unknown().transform(() => null),
    ]),
  }),
);

/** Asks one server, as a person does who wants to see what it says: the oracle beside our own resolver. */
export async function dig(
  server: {readonly address: string; readonly port: number},
  name: string,
  type: string,
  ...options: readonly string[]
): Promise<Dug> {
  const args = [`@${server.address}`, '-p', String(server.port), name, type, '+yaml', '+time=2', '+tries=1'];
  const {stdout} = await run('dig', [...args, ...options]);
  const [data] = messages
    .parse(parse(stdout.replace(/^;.*$/gm, '')))
    .flatMap(({message}) => message?.response_message_data ?? []);
  if (data === undefined) return {rcode: null, isAuthoritative: false, answers: []};
  return {rcode: data.status, isAuthoritative: /\baa\b/.test(data.flags), answers: data.ANSWER_SECTION.map(recordOf)};
}

/** `NAME TTL IN TYPE DATA`. */
function recordOf(line: string): DugRecord {
  const [name = '', ttl, , type = '', ...data] = line.split(' ');
  return {name, ttlSeconds: Number(ttl), type, data: data.join(' ')};
}
