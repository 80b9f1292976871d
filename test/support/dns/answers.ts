import packet from 'dns-packet';

const ADDRESS = '192.0.2.10';

interface Said {
  readonly address?: string;
  readonly ttl?: number;
  readonly change?: (answer: packet.Packet) => packet.Packet;
}

/** The answer of an authority that has one address for every name, and nothing of other types. */
export function answerTo(query: Buffer, {address = ADDRESS, ttl = 60, change = (answer) => answer}: Said = {}): Buffer {
  const {id = 0, flags = 0, questions = [], additionals = []} = packet.decode(query);
  const [question] = questions;
  const has = question?.type === 'A';
  return packet.encode(
    change({
      type: 'response',
      id,
      flags: packet.AUTHORITATIVE_ANSWER | (flags & packet.RECURSION_DESIRED),
      questions,
      answers: has ? [{type: 'A', name: question.name, ttl, class: 'IN', data: address}] : [],
      additionals: additionals.filter(({type}) => type === 'OPT'),
    }),
  );
}

export function answering(query: Buffer): Buffer[] {
  return [answerTo(query)];
}

/** An authority that answers one question, and then no more. */
export function answerOnce(address: string, ttl: number): (query: Buffer) => Buffer[] {
  let isOver = false;
  return (query) => {
    if (isOver) return [];
    isOver = packet.decode(query).questions?.[0]?.type === 'A';
    return [answerTo(query, {address, ttl})];
  };
}

export function truncated(query: Buffer): Buffer[] {
  const change = (answer: packet.Packet) => ({
    ...answer,
    flags: (answer.flags ?? 0) | packet.TRUNCATED_RESPONSE,
    answers: [],
  });
  return [answerTo(query, {change})];
}

/** RFC 6891 section 7: what does not know EDNS says FORMERR. */
export function ednsRefused(query: Buffer): Buffer[] {
  const asked = packet.decode(query);
  if (asked.additionals?.some(({type}) => type === 'OPT') !== true) return [answerTo(query)];
  return [answerTo(query, {change: (answer) => ({...answer, flags: 1, answers: [], additionals: []})})];
}

export function mismatched(query: Buffer): Buffer[] {
  return [
    answerTo(query, {address: '203.0.113.66', change: (answer) => ({...answer, id: ((answer.id ?? 0) + 1) % 65_536})}),
  ];
}

export function ofAnotherQuestion(query: Buffer): Buffer[] {
  const questions = [{type: 'A', name: 'another.example.test', class: 'IN'} as const];
  return [answerTo(query, {change: (answer) => ({...answer, questions})})];
}
