import {expect} from 'chai';
import {measurementFrom} from '../../../src/mcp-server/streams/measurement.ts';

const STREAM = '01234567-89ab-cdef-0123-456789abcdef';
const DEFAULTS = {cadenceMs: 1000, heartbeatMs: 15_000};
const NOTHING_ASKED = {
  ...DEFAULTS,
  count: Number.POSITIVE_INFINITY,
  padBytes: 0,
  retryMs: null,
  hasIds: true,
  resumed: null,
};

function asked(query: string, lastEventId?: string) {
  return measurementFrom(new URLSearchParams(query), lastEventId, DEFAULTS);
}

describe('mcp-server measurement', () => {
  it('is the default of the server, where the query asks for nothing or for something else', () => {
    expect(asked('')).to.deep.equal(NOTHING_ASKED);
    expect(asked('probe=7&fault=nul')).to.deep.equal(NOTHING_ASKED);
  });

  it('is what is asked', () => {
    expect(asked('cadence=500ms&heartbeat=0&count=7&size=262144&retry=20&ids=0')).to.deep.equal({
      cadenceMs: 500,
      heartbeatMs: 0,
      count: 7,
      padBytes: 262_144,
      retryMs: 20,
      hasIds: false,
      resumed: null,
    });
  });

  for (const [wish, header, resumed] of [
    ['', `${STREAM}.4`, {stream: STREAM, seq: 4}],
    ['resume=1', `${STREAM}.4`, {stream: STREAM, seq: 4}],
    ['resume=0', `${STREAM}.4`, null],
    [`resume=${STREAM}.9`, `${STREAM}.4`, {stream: STREAM, seq: 9}],
    [`resume=${STREAM}.9`, `${STREAM}.12`, {stream: STREAM, seq: 12}],
    [`resume=${STREAM}.9`, `${STREAM.replace('0', '1')}.12`, {stream: STREAM, seq: 9}],
    [`resume=${STREAM}.9`, undefined, {stream: STREAM, seq: 9}],
    ['', "another server's", null],
    ['', `${STREAM}.1234567890`, null],
    ['resume=1', undefined, null],
  ] as const) {
    it(`${resumed === null ? 'begins anew' : `goes on behind ${resumed.seq}`} by "${wish}" and ${header ?? 'no header'}`, () => {
      expect(asked(wish, header)).to.have.deep.property('resumed', resumed);
    });
  }

  for (const query of [
    'cadence=9ms',
    'cadence=3600001',
    'heartbeat=9ms',
    'heartbeat=',
    'count=0',
    'count=1000000000',
    'size=262145',
    'size=-1',
    'size=',
    'retry=0',
    'retry=soon',
    'ids=yes',
    'resume=7',
  ]) {
    it(`refuses ${query}, and names it`, () => {
      expect(asked(query)).to.be.a('string').that.includes(query);
    });
  }
});
