import {parseDuration} from '../../model/text/duration.ts';
import type {FaultValue} from './fault.ts';

const LONGEST_MS = 3_600_000;

export const duration: FaultValue<number> = {
  syntax: 'DURATION',
  means: 'a time like 500ms or 2s, at most 1h',
  example: '2s',
  parse(text) {
    const ms = parseDuration(text);
    return ms !== null && ms > 0 && ms <= LONGEST_MS ? ms : null;
  },
};

export const percent: FaultValue<number> = {
  syntax: 'PERCENT',
  means: 'a whole number from 0 to 100',
  example: '50',
  parse: (text) => (/^(100|\d{1,2})$/.test(text) ? Number(text) : null),
};

export function count(what: string, example: string, most = 1_000_000, least = 1): FaultValue<number> {
  return {
    syntax: what,
    means: `a whole number from ${least} to ${most}`,
    example,
    parse(text) {
      const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
      return number >= least && number <= most ? number : null;
    },
  };
}

export function oneOf<const Word extends string>(...words: Word[]): FaultValue<Word> {
  return {
    syntax: words.join('|'),
    means: words.length === 1 ? String(words[0]) : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`,
    example: words[0] ?? '',
    parse: (text) => words.find((word) => word === text) ?? null,
  };
}

/** Bytes as a number, or a time in milliseconds. */
export type Batch = {readonly bytes: number} | {readonly ms: number};

export const batch: FaultValue<Batch> = {
  syntax: 'BYTES|DURATION',
  means: 'a whole number of bytes from 1 to 1000000, or a time like 500ms or 2s, at most 1h',
  example: '4096',
  parse(text) {
    const bytes = count('BYTES', '4096').parse(text);
    if (bytes !== null) return {bytes};
    const ms = duration.parse(text);
    return ms === null ? null : {ms};
  },
};
