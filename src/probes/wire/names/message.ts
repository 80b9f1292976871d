import {
  AUTHENTIC_DATA,
  AUTHORITATIVE_ANSWER,
  CHECKING_DISABLED,
  encode,
  RECURSION_AVAILABLE,
  RECURSION_DESIRED,
  TRUNCATED_RESPONSE,
} from 'dns-packet';
import type {
  ExtendedError,
  NameAnswer,
  NameRecord,
  RecordType,
  StartOfAuthority,
} from '../../../model/facts/wire/names.ts';
import {rdataText, typeName} from './rdata.ts';
import {readName, shownName} from './text.ts';

/** What a question says besides its name and type. */
export interface Query {
  readonly id: number;
  readonly name: string;
  readonly type: RecordType;
  readonly recursive: boolean;
  readonly unchecked: boolean;
  readonly edns: boolean;
}

/** What fits into one packet everywhere: DNS Flag Day 2020, RFC 9715. */
const UDP_BYTES = 1232;

export function encodeQuery({id, name, type, recursive, unchecked, edns}: Query): Buffer {
  const flags = (recursive ? RECURSION_DESIRED | AUTHENTIC_DATA : 0) | (unchecked ? CHECKING_DISABLED : 0);
  const opt = {type: 'OPT', name: '.', udpPayloadSize: UDP_BYTES, flags: 0, options: []} as const;
  return encode({
    type: 'query',
    id,
    flags,
    questions: [{name: name === '' ? '.' : name, type: type === 'HTTPS' ? 'UNKNOWN_65' : type, class: 'IN'}],
    additionals: edns ? [opt] : [],
  });
}

/** Whether it is an answer to this question: RFC 5452, section 9.1. An error may come without its question. */
export function answersTo(message: Buffer, {id, name, type}: Query): boolean {
  if (message.length < HEADER_BYTES || message.readUInt16BE(0) !== id) return false;
  const flags = message.readUInt16BE(2);
  if ((flags & 0x8000) === 0 || (flags & 0x7800) !== 0) return false;
  const questions = message.readUInt16BE(4);
  if (questions === 0) return (flags & 0xf) !== 0;
  if (questions !== 1) return false;
  try {
    const asked = readName(message, HEADER_BYTES);
    return (
      asked.name === name &&
      typeName(message.readUInt16BE(asked.end)) === type &&
      message.readUInt16BE(asked.end + 2) === INTERNET
    );
  } catch {
    // Not a question that can be read, so not ours.
    return false;
  }
}

const HEADER_BYTES = 12;
const INTERNET = 1;
/** The longest answers that real zones give have some dozens. */
const MOST_RECORDS = 4096;

const RCODES = [
  'NOERROR',
  'FORMERR',
  'SERVFAIL',
  'NXDOMAIN',
  'NOTIMP',
  'REFUSED',
  'YXDOMAIN',
  'YXRRSET',
  'NXRRSET',
  'NOTAUTH',
  'NOTZONE',
];

/** @throws where it is not a DNS message, saying what is wrong with it. */
export function decodeAnswer(message: Buffer, over: NameAnswer['over']): NameAnswer {
  const flags = message.readUInt16BE(2);
  const counts = [4, 6, 8, 10].map((at) => message.readUInt16BE(at));
  const [questions = 0, answered = 0, authority = 0, additional = 0] = counts;
  if (answered + authority + additional > MOST_RECORDS) throw new Error('it claims to have thousands of records');
  let at = HEADER_BYTES;
  for (let index = 0; index < questions; index++) at = readName(message, at).end + 4;
  const isTruncated = (flags & TRUNCATED_RESPONSE) !== 0;
  const sections = {records: [] as RawRecord[][], at};
  for (const count of [answered, authority, additional]) {
    const records: RawRecord[] = [];
    for (let index = 0; index < count; index++) {
      // What was cut may be cut anywhere.
      if (isTruncated && sections.at >= message.length) break;
      const record = readRecord(message, sections.at);
      records.push(record);
      sections.at = record.end;
    }
    sections.records.push(records);
  }
  const [answers = [], authorities = [], additionals = []] = sections.records;
  const opt = additionals.find(({type}) => type === 'OPT');
  const rcode = (flags & 0xf) | (opt === undefined ? 0 : (opt.rawTtl >>> 24) << 4);
  return {
    over,
    rcode: RCODES[rcode] ?? `RCODE${rcode}`,
    isAuthoritative: (flags & AUTHORITATIVE_ANSWER) !== 0,
    isTruncated,
    offersRecursion: (flags & RECURSION_AVAILABLE) !== 0,
    isAuthentic: (flags & AUTHENTIC_DATA) !== 0,
    answers: shown(answers, message),
    authorities: shown(authorities, message),
    additionals: shown(
      additionals.filter((one) => one !== opt),
      message,
    ),
    soa: startOfAuthority(authorities, message),
    edns: opt === undefined ? null : {udpBytes: opt.class, errors: extendedErrors(message.subarray(opt.from, opt.end))},
  };
}

interface RawRecord {
  readonly name: string;
  readonly type: string;
  readonly class: number;
  readonly rawTtl: number;
  readonly from: number;
  readonly end: number;
}

function readRecord(message: Buffer, at: number): RawRecord {
  const {name, end} = readName(message, at);
  const from = end + 10;
  const to = from + message.readUInt16BE(end + 8);
  if (to > message.length) throw new Error('a record is longer than the message');
  return {
    name,
    type: typeName(message.readUInt16BE(end)),
    class: message.readUInt16BE(end + 2),
    rawTtl: message.readUInt32BE(end + 4),
    from,
    end: to,
  };
}

function shown(records: readonly RawRecord[], message: Buffer): NameRecord[] {
  return records
    .filter((record) => record.class === INTERNET)
    .map(({name, type, rawTtl, from, end}) => ({
      name,
      type,
      ttlSeconds: ttlSeconds(rawTtl),
      value: rdataText(type, message, from, end),
    }));
}

/** RFC 2181, section 8: with the most significant bit set it is zero. */
function ttlSeconds(raw: number): number {
  return raw > 0x7fffffff ? 0 : raw;
}

function startOfAuthority(authorities: readonly RawRecord[], message: Buffer): StartOfAuthority | null {
  const soa = authorities.find(({type}) => type === 'SOA');
  if (soa === undefined) return null;
  return {
    zone: soa.name,
    serial: message.readUInt32BE(soa.end - 20),
    negativeTtlSeconds: Math.min(ttlSeconds(soa.rawTtl), ttlSeconds(message.readUInt32BE(soa.end - 4))),
  };
}

const EXTENDED_ERROR = 15;

function extendedErrors(options: Buffer): ExtendedError[] {
  const errors: ExtendedError[] = [];
  for (let at = 0; at + 4 <= options.length; ) {
    const end = at + 4 + options.readUInt16BE(at + 2);
    if (end > options.length) throw new Error('an option of EDNS is longer than its record');
    if (options.readUInt16BE(at) === EXTENDED_ERROR) {
      const text = shownText(options.subarray(at + 6, end).toString('utf8'));
      errors.push({code: options.readUInt16BE(at + 4), text});
    }
    at = end;
  }
  return errors;
}

function shownText(text: string): string {
  return text.slice(0, 200).split(' ').map(shownName).join(' ');
}
