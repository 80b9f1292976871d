import {expect} from 'chai';
import {CLIENT_LIMITS, clientsThatDrop} from '../../../src/domain/streams/client-limits.ts';
import {LIMITS} from '../../../src/domain/streams/limit-table.ts';
import {
  candidatesOf,
  isNear,
  limitsThatAnswered,
  limitsThatEnded,
  type SeenEnd,
} from '../../../src/domain/streams/limits.ts';
import {FRAMING, streamAnswer} from '../../support/wire-facts.ts';

const NEVER = {headers: 1e9, 'last byte': 1e9, request: 1e9, connection: 1e9};

function ended(sinceMs: Partial<SeenEnd['sinceMs']>, end: SeenEnd['end'] = 'broken'): string {
  return limitsThatEnded({sinceMs: {...NEVER, ...sinceMs}, end}, LIMITS)
    .map(({hop}) => hop)
    .join('\n');
}

describe('the table of limits', () => {
  for (const row of [...LIMITS, ...CLIENT_LIMITS]) {
    it(`says where and when it was read: ${'hop' in row ? row.hop : row.clients}`, () => {
      expect(new URL(row.source).protocol).to.equal('https:');
      expect(row.dateRead).to.match(/^20\d\d-\d\d-\d\d$/);
      expect(Number.isNaN(Date.parse(row.dateRead))).to.equal(false);
    });
  }

  it('has a number, a fix and an effect in every row, and no row twice', () => {
    for (const {hop, seconds, fix, ends, answers} of LIMITS) {
      expect(seconds, hop).to.be.above(0);
      expect(fix, hop).to.match(/^[A-Z].*\.$/);
      expect(ends !== 'none' || answers.length > 0, hop).to.equal(true);
    }
    expect(new Set(LIMITS.map(({hop}) => hop)).size).to.equal(LIMITS.length);
  });

  it('fits within a second or 3 %, for short timers within a quarter', () => {
    expect([isNear(61_000, 60_000), isNear(61_801, 60_000), isNear(61_800, 60_000)]).to.deep.equal([true, false, true]);
    expect([isNear(59_000, 60_000), isNear(3700, 3000), isNear(3751, 3000)]).to.deep.equal([true, true, false]);
  });

  it('is asked by what starts a timer', () => {
    expect(ended({request: 15_000})).to.equal("Envoy's route timeout");
    expect(ended({'last byte': 15_000})).to.equal('');
    expect(ended({request: 60_000})).to.equal('');
    expect(ended({'last byte': 60_000}))
      .to.contain('nginx')
      .and.contain('Apache')
      .and.contain('Varnish');
    for (const seconds of [125, 120, 100]) expect(ended({'last byte': seconds * 1000})).to.contain('Cloudflare');
    expect(ended({'last byte': 30_000}))
      .to.contain('CloudFront')
      .and.not.contain('gunicorn');
    expect(ended({request: 30_000}))
      .to.contain('gunicorn')
      .and.not.contain('CloudFront');
  });

  it('is asked by how it ends a stream; an end without framing shows nothing of that', () => {
    expect(ended({'last byte': 60_000}, 'clean')).to.equal("an Application Load Balancer's idle timeout");
    expect(ended({'last byte': 60_000}, 'unframed'))
      .to.contain('nginx')
      .and.contain('Application Load Balancer');
    expect(ended({request: 10_000})).not.to.contain('connect to a target');
  });

  it('is asked by the status of an answer and its time', () => {
    const answered = (status: number, afterMs: number) => limitsThatAnswered(status, afterMs, LIMITS).map(({of}) => of);
    expect(answered(504, 60_000)).to.have.members(['alb', 'nginx', 'haproxy', 'apache']);
    expect(answered(504, 10_000)).to.deep.equal(['alb']);
    expect(answered(502, 60_000)).to.deep.equal(['apache']);
    expect(answered(503, 60_000)).to.deep.equal(['varnish']);
    expect(answered(524, 125_000)).to.have.members(['cloudflare']);
    expect(answered(404, 60_000)).to.deep.equal([]);
  });

  it('names first what the answer shows to be on the way', () => {
    const fitting = LIMITS.filter(({seconds, startedBy}) => seconds === 60 && startedBy === 'last byte');
    const [first] = candidatesOf(fitting, {'x-varnish': '7'}, () => 'it ended 1 min after its last byte');
    expect(first?.cause).to.contain('Varnish');
    expect(first?.because).to.contain('the header x-varnish shows it to be on the way');
  });
});

describe('the limits of clients', () => {
  const dropping = (largestLineBytes: number, largestEventBytes: number, silenceAtLeastMs = 15_000) =>
    clientsThatDrop(streamAnswer({framing: {...FRAMING, largestLineBytes, largestEventBytes}, silenceAtLeastMs}));

  it('are exact about lines, events and silences', () => {
    expect(dropping(65_536, 65_530)).to.deep.equal([]);
    expect(dropping(65_537, 65_530).join()).to.contain('a line of 64 KiB is more than Go clients');
    expect(dropping(1000, 1_048_576)).to.deep.equal([]);
    expect(dropping(1000, 1_048_577).join()).to.contain('clients of the Python SDK of MCP 2');
    expect(dropping(1000, 1000, 300_000)).to.deep.equal([]);
    expect(dropping(1000, 1000, 300_001).join()).to.contain('fetch of Node.js');
  });
});
