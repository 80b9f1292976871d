import {expect} from 'chai';
import {stayedOpen} from '../../../../src/domain/streams/observer.ts';
import type {Gap, PresenceWatch} from '../../../../src/model/facts/observer.ts';
import {createBacklog} from '../../../../src/probes/wire/timing/backlog.ts';
import {streamAnswer} from '../../../support/wire-facts.ts';

const LITTLE = 1000;
const FULL = 64 * 1024;

/** A connection whose reader was away in one gap; a sweep after it takes 5 ms. */
function connection(gap: Gap = {fromMs: 500, toMs: 3500}) {
  let nowMs = 0;
  const sweptMs = gap.toMs + 5;
  const watch: PresenceWatch = {
    moment: () => ({atMs: nowMs, earliestMs: nowMs > gap.fromMs + 30 && nowMs < sweptMs ? gap.fromMs : nowMs}),
    awayMs: () => 0,
    resolutionMs: 0,
    observer: () => ({
      gaps: nowMs > gap.fromMs + 30 ? [{...gap, toMs: Math.min(nowMs, sweptMs)}] : [],
      awayMs: 0,
      suspendedMs: 0,
    }),
    stop() {},
  };
  const backlog = createBacklog(watch);
  return {
    backlog,
    at(ms: number) {
      nowMs = ms;
      return backlog;
    },
  };
}

describe('what piled up while we did not read', () => {
  it('leaves what comes after it as new as it is, when it was less than the buffers hold', () => {
    const {at} = connection();
    at(400).read(FULL);
    expect(at(3500).read(LITTLE)).to.deep.equal({atMs: 3500, earliestMs: 500});
    expect(at(3510).read(FULL)).to.deep.equal({atMs: 3510, earliestMs: 3510});
    expect(at(3520).moment()).to.deep.equal({atMs: 3520, earliestMs: 3520});
    expect(at(3520).observer()).to.not.have.property('behindSinceMs');
    expect(at(3520).extended(3500)).to.equal(3500);
  });

  it('makes what comes after it as old as the gap, when the other side may have been held back', () => {
    const {at} = connection();
    at(3500).read(FULL);
    for (let ms = 3520; ms < 5000; ms += 20) expect(at(ms).read(LITTLE)).to.deep.equal({atMs: ms, earliestMs: 500});
    expect(at(5000).moment()).to.deep.equal({atMs: 5000, earliestMs: 500});
    expect(at(5000).observer()).to.deep.include({behindSinceMs: 500, gaps: [{fromMs: 500, toMs: 5000}]});
  });

  it('counts many pieces together', () => {
    const {at} = connection();
    for (let n = 0; n < 70; n++) at(3500).read(LITTLE);
    expect(at(3520).read(LITTLE).earliestMs).to.equal(500);
  });

  it('is over when the connection was quiet for half a second', () => {
    const {at} = connection();
    at(3500).read(FULL);
    at(3600).read(FULL);
    expect(at(4099).moment().earliestMs).to.equal(500);
    expect(at(4100).moment().earliestMs).to.equal(4100);
    expect(at(4100).read(LITTLE)).to.deep.equal({atMs: 4100, earliestMs: 4100});
    const {gaps, behindSinceMs} = at(4200).observer();
    expect({gaps, behindSinceMs}).to.deep.equal({gaps: [{fromMs: 500, toMs: 3600}], behindSinceMs: undefined});
  });

  it('lets a look wait for that, and not for ever', () => {
    const {at} = connection();
    at(3500).read(FULL);
    expect(at(3510).extended(3000)).to.equal(4000);
    expect(at(3510).extended(9000)).to.equal(9000);
    for (let ms = 3520; ms < 5000; ms += 20) at(ms).read(LITTLE);
    expect(at(5000).extended(3000)).to.equal(5000);
    expect(at(5600).extended(3000)).to.equal(3000);
  });

  it('leaves unknown whether a stream was held, whether it then ends or never falls silent', () => {
    const {at} = connection();
    at(3500).read(FULL);
    for (let ms = 3520; ms < 5000; ms += 20) at(ms).read(LITTLE);
    const observer = at(5000).observer();
    for (const end of ['complete', 'reset', 'truncated', 'held'] as const) {
      const answer = streamAnswer({headersAtMs: 10, end, endAtMs: 5000});
      expect(stayedOpen(answer, 3000, observer), end).to.equal('unknown');
      expect(stayedOpen(answer, 490, observer), end).to.equal('kept');
    }
  });
});
