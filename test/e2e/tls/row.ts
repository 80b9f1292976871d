import type {Json} from '../../../src/model/outcome.ts';
import type {TlsBed} from './bed.ts';

/** A server as it is in the world, and what the tool has to say of it. */
export interface TlsRow {
  /** What is so; unique. */
  readonly what: string;
  /** Starts what it takes. Its port. */
  readonly start: (bed: TlsBed) => Promise<number>;
  readonly looks: readonly ExpectedTls[];
  /** What other clients make of it. */
  readonly oracle: Oracle;
}

export interface Oracle {
  /** The exit status of curl: 0, 7 (refused), 35 (no handshake), 60 (not trusted). Left out: it is not asked. */
  readonly curl?: number;
  /** Matched against what `openssl s_client` writes. Left out: it is not asked. */
  readonly openssl?: RegExp;
  readonly sClient?: readonly string[];
}

export interface ExpectedTls {
  /** The id of a check, without its family. */
  readonly check: 'certificate-serves-host' | 'protocols' | 'same-everywhere';
  readonly with?: Readonly<Record<string, Json>>;
  readonly status: 'pass' | 'fail' | 'error';
  /** Each is found in the sentence. */
  readonly says?: readonly RegExp[];
  readonly toDo?: readonly RegExp[];
  /** None is found in sentence or advice: the cause of another fault. */
  readonly never?: readonly RegExp[];
}

export function serves(
  status: ExpectedTls['status'],
  says: readonly RegExp[],
  more: Partial<ExpectedTls> = {},
): ExpectedTls {
  return {check: 'certificate-serves-host', status, says, ...more};
}

export function speaks(
  status: ExpectedTls['status'],
  says: readonly RegExp[],
  more: Partial<ExpectedTls> = {},
): ExpectedTls {
  return {check: 'protocols', status, says, ...more};
}
