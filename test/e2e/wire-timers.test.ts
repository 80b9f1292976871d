import {expect} from 'chai';
import {streamHolds} from '../../src/checks/sse/stream-holds.ts';
import type {Verdict} from '../../src/model/check.ts';
import type {StreamAnswer} from '../../src/model/facts/wire/stream.ts';
import {observed, STREAM_URL, sseProbe, worldOf} from '../support/wire-facts.ts';

/** Timers of a minute and more, which no test waits for: the rest is as end to end as the other rows. */
interface LongRow {
  readonly what: string;
  readonly case: string;
  /** Seconds from the headers to the last byte, and from there to the end. */
  readonly spoke: number;
  readonly silent: number;
  readonly answer?: Partial<StreamAnswer>;
  readonly says: readonly RegExp[];
  readonly toDo: readonly RegExp[];
  readonly never?: readonly RegExp[];
}

const EQUALS_THE_IDLE_TIMEOUT = /= the load balancer's idle timeout/;

const ROWS: readonly LongRow[] = [
  {
    what: 'cut after 60 s of silence: the load balancer, nginx or the server, and one look cannot part them',
    case: 'W22',
    spoke: 0,
    silent: 60.2,
    answer: {end: 'truncated'},
    says: [/Load Balancer/i, /nginx/],
    toDo: [/heartbeat/],
    never: [EQUALS_THE_IDLE_TIMEOUT],
  },
  {
    what: 'ended properly after 60 s of silence',
    case: 'W22',
    spoke: 0,
    silent: 60.2,
    answer: {end: 'complete'},
    says: [/properly/],
    toDo: [/log of the server|behind each hop|--connect-to/],
    never: [EQUALS_THE_IDLE_TIMEOUT],
  },
  {
    what: 'cut after 125 s of silence by Cloudflare',
    case: 'W21',
    spoke: 7,
    silent: 125,
    answer: {end: 'truncated', headers: {'content-type': 'text/event-stream', server: 'cloudflare', 'cf-ray': '1'}},
    says: [/Cloudflare/],
    toDo: [/heartbeat/],
  },
  {
    what: 'cut at an age of 15 s with data flowing: a limit of age, no idle timer',
    case: 'W21',
    spoke: 14.9,
    silent: 0.1,
    answer: {end: 'truncated', headers: {'content-type': 'text/event-stream', server: 'envoy'}},
    says: [/Envoy/, /age/, /no idle timer/],
    toDo: [/heartbeat does not help/],
  },
  {
    what: 'cut after 30 s of silence behind CloudFront: its timer between packets, not only an age',
    case: 'W21',
    spoke: 12,
    silent: 30,
    answer: {
      end: 'truncated',
      headers: {'content-type': 'text/event-stream', via: '1.1 a.cloudfront.net (CloudFront)'},
    },
    says: [/CloudFront/, /silence/],
    toDo: [/heartbeat/],
  },
];

function look({spoke, silent, answer}: LongRow): Promise<Verdict> {
  const lastByteAtMs = 20 + spoke * 1000;
  const stream = {headersAtMs: 20, lastByteAtMs, endAtMs: lastByteAtMs + silent * 1000, ...answer};
  const params = streamHolds.params.parse({
    url: STREAM_URL,
    holdFor: '10m',
    protocols: ['http/1.1'],
    codings: ['identity'],
  });
  return streamHolds.run(params as never, worldOf({sse: sseProbe(async () => observed(stream))}));
}

describe('e2e: timers of a minute and more, as facts of the wire', () => {
  for (const row of ROWS) {
    it(`${row.case}: ${row.what}`, async () => {
      const {status, summary, fix = ''} = await look(row);
      const said = `${status}: ${summary}\n  to do: ${fix}\n`;
      expect(status, said).to.equal('fail');
      for (const words of row.says) expect(summary, said).to.match(words);
      for (const words of row.toDo) expect(fix, said).to.match(words);
      for (const words of row.never ?? []) expect(summary, said).not.to.match(words);
    });
  }
});
