import {a, answerTo, opt, questionOf, type Said, TYPE} from '../dns-messages.ts';

const ADDRESS = '192.0.2.10';

interface Has {
  readonly address?: string;
  readonly ttl?: number;
}

/** The answer of an authority that has one address for every name, and nothing of other types. */
export function authorityAnswer(query: Buffer, {address = ADDRESS, ttl = 60}: Has = {}, changed: Said = {}): Buffer {
  const {name, type} = questionOf(query);
  return answerTo(query, {
    flags: ['aa'],
    answers: type === TYPE.A ? [a(name, address, ttl)] : [],
    additionals: speaksEdns(query) ? [opt()] : [],
    ...changed,
  });
}

function speaksEdns(query: Buffer): boolean {
  return query.readUInt16BE(10) > 0;
}

export function answering(query: Buffer): Buffer[] {
  return [authorityAnswer(query)];
}

/** An authority that answers one question, and then no more. */
export function answerOnce(address: string, ttl: number): (query: Buffer) => Buffer[] {
  let isOver = false;
  return (query) => {
    if (isOver) return [];
    isOver = questionOf(query).type === TYPE.A;
    return [authorityAnswer(query, {address, ttl})];
  };
}

export function truncated(query: Buffer): Buffer[] {
  return [authorityAnswer(query, {}, {flags: ['aa', 'tc'], answers: []})];
}

/** RFC 6891 section 7: what does not know EDNS says FORMERR. */
export function ednsRefused(query: Buffer): Buffer[] {
  return speaksEdns(query) ? [answerTo(query, {rcode: 1})] : answering(query);
}

/** The answer to a question that has the next id. */
export function mismatched(query: Buffer): Buffer[] {
  const answer = authorityAnswer(query, {address: '203.0.113.66'});
  answer.writeUInt16BE((answer.readUInt16BE(0) + 1) % 65_536);
  return [answer];
}

/** The answer to a question with another name of the same length. */
export function ofAnotherQuestion(query: Buffer): Buffer[] {
  const answer = authorityAnswer(query);
  answer.write('z', 13);
  return [answer];
}
