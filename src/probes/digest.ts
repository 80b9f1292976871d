import {randomBytes, scrypt, scryptSync, timingSafeEqual} from 'node:crypto';
import {promisify} from 'node:util';
import {CannotTell} from '../model/errors.ts';

/**
 * What is kept of a value that was asked for by comparison: it answers whether another value is the same, and takes a
 * guess at a time to find out which it was. Written `scrypt$<log2 of N>$<r>$<p>$<salt>$<digest>`, in base64.
 */

/** OWASP's choice for 32 MiB: about 80 ms for each comparison. */
const STRONG = 15;
/** More than 128 MiB for one comparison would be an attack by whoever wrote the recording. */
const STRONGEST = 17;
/** For what is no secret, because it is published: the built-in world. */
const WEAK = 1;
const BLOCK_SIZE = 8;
const LENGTH = 32;

const scryptInThread = promisify(scrypt) as (
  text: string,
  salt: Buffer,
  length: number,
  options: object,
) => Promise<Buffer>;

export async function digestOf(value: string, salt = randomBytes(16)): Promise<string> {
  return written(STRONG, salt, await scryptInThread(value, salt, LENGTH, costOf(STRONG)));
}

/** The same for the same text, everywhere: for what has to be found again. */
export async function slowDigestOf(text: string): Promise<string> {
  const salt = Buffer.from('migrate-check');
  return (await scryptInThread(text, salt, 8, costOf(STRONG))).toString('hex');
}

/** At once, and of no use to hide anything. */
export function openDigestOf(value: string): string {
  const salt = Buffer.from('migrate-check');
  return written(WEAK, salt, scryptSync(value, salt, LENGTH, costOf(WEAK)));
}

export function isDigest(text: string): boolean {
  return text.startsWith('scrypt$');
}

/** @throws CannotTell for what is no such digest. */
export async function isDigestOf(digest: string, value: string): Promise<boolean> {
  const [, log, salt = '', kept = ''] = /^scrypt\$(\d{1,2})\$8\$1\$([\w+/=]+)\$([\w+/=]+)$/.exec(digest) ?? [];
  if (log === undefined || Number(log) < 1 || Number(log) > STRONGEST) {
    throw new CannotTell('what was recorded of the value cannot be compared', 'record again with --record');
  }
  const wanted = Buffer.from(kept, 'base64');
  const made = await scryptInThread(value, Buffer.from(salt, 'base64'), LENGTH, costOf(Number(log)));
  return wanted.length === made.length && timingSafeEqual(wanted, made);
}

function costOf(log: number): object {
  const N = 2 ** log;
  return {N, r: BLOCK_SIZE, p: 1, maxmem: 256 * N * BLOCK_SIZE + 1024 * 1024};
}

function written(log: number, salt: Buffer, digest: Buffer): string {
  return ['scrypt', log, BLOCK_SIZE, 1, salt.toString('base64'), digest.toString('base64')].join('$');
}

/** A value that was asked for by comparison: it is compared as it is, and kept as a digest only where it is recorded. */
export class ComparedValue {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  is(other: string): boolean {
    return this.#value === other;
  }

  digest(): Promise<string> {
    return digestOf(this.#value);
  }
}
