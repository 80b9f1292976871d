import {expect} from 'chai';
import {endingFault} from '../../../src/domain/streams/ending.ts';
import type {StreamAnswer} from '../../../src/model/facts/wire/stream.ts';
import {every, observed, spokenAt} from '../../support/wire-facts.ts';

const CHUNKED = {'content-type': 'text/event-stream', 'transfer-encoding': 'chunked'};

function faultOf(answer: Partial<StreamAnswer>, idleTimeoutMs: number | null = null) {
  const {answer: seen, connection} = observed(answer);
  if (seen === null) throw new Error('no answer');
  return endingFault({answer: seen, connection, holdForMs: 3_600_000, idleTimeoutMs});
}

const causes = (...given: Parameters<typeof faultOf>) => faultOf(...given).candidates?.map(({cause}) => cause) ?? [];

describe('the end of a stream before its time', () => {
  it('is its own of a server that has nothing more to say, or said its length before', () => {
    const over = spokenAt(every(500, 21, 2021), {end: 'complete', endAtMs: 2030});
    expect(faultOf(over).what).to.contain('right after the last of its 5 events');
    expect(faultOf(over).fix).to.contain('generator');
    const long = spokenAt(every(1000, 21, 45_021), {end: 'complete', endAtMs: 45_030, comments: 3});
    expect(faultOf(long).what).to.contain('right after what it sent last, of 46 events and 3 comments');
    expect(faultOf(long).fix).to.contain('a limit of its own').and.not.contain('comment every 15 s');
    const length = spokenAt([21], {end: 'complete', endAtMs: 900, headers: {...CHUNKED, 'content-length': '40'}});
    expect(faultOf(length).what).to.contain('its Content-Length said 40 bytes');
  });

  it('that a limit of age fits, in the moment of an event, keeps that candidate', () => {
    expect(causes(spokenAt(every(1000, 21, 30_021), {end: 'complete', endAtMs: 30_030}))).to.deep.equal([]);
    const caddy = {...CHUNKED, server: 'Caddy'};
    expect(
      causes(spokenAt(every(1000, 21, 30_021), {end: 'complete', endAtMs: 30_030, headers: caddy})).join(),
    ).to.contain('gunicorn');
  });

  it('after silence throughout may be an idle timer or a limit of age: the run that parts them is said', () => {
    const fault = faultOf(spokenAt([21], {end: 'truncated', endAtMs: 30_021}));
    const names = fault.candidates?.map(({cause}) => cause).join('\n');
    expect(names).to.contain('CloudFront').and.contain('gunicorn').and.contain('the server itself');
    expect(fault.fix).to.contain('still cut 30 s after it was opened, it is a limit of age');
  });

  it('that no timer fits names the run that would tell', () => {
    const fault = faultOf(spokenAt(every(1000, 21, 22_021), {end: 'reset', endAtMs: 23_000}));
    expect(fault.candidates?.map(({cause}) => cause)[0]).to.contain('a limit of age of about 23 s that somebody set');
    expect(fault.fix).to.contain('Look at three streams begun at different times');
  });

  it('after a silence that no timer fits may be a timer that somebody set', () => {
    const cut = spokenAt(every(500, 21, 1521), {end: 'truncated', endAtMs: 4521});
    expect(causes(cut)[0]).to.equal('an idle timer of about 3 s that somebody set on a hop');
    expect(faultOf(cut).candidates?.[0]?.fix).to.contain('at least every 1.5 s');
    const over = spokenAt(every(500, 21, 1521), {end: 'complete', endAtMs: 4521});
    expect(causes(over)).to.deep.equal([
      'the server itself: a limit of its own, a generator that returns, a deployment',
    ]);
  });

  it('is not called the doing of a server where a hop may have made a proper end of a cut', () => {
    const over = spokenAt(every(300, 21, 1521), {end: 'complete', endAtMs: 1530});
    const caddy = faultOf({...over, headers: {...CHUNKED, via: '1.1 Caddy'}});
    expect(caddy.what)
      .to.contain('it ended right after the last of its 6 events')
      .and.not.contain('by the server right');
    expect(caddy.candidates?.map(({cause}) => cause).join()).to.contain('a cut behind a hop');
    expect(caddy.fix).not.to.contain('generator');
    const {answer, connection} = observed(over);
    if (answer === null) throw new Error('no answer');
    const early = {answer, connection, holdForMs: 6000, idleTimeoutMs: null};
    expect(endingFault({...early, isCutElsewhere: true}).what).not.to.contain('by the server right');
    expect(endingFault({...early, isCutElsewhere: false}).what).to.contain('ended properly by the server right after');
  });

  it('is of the load balancer only by its own timer, where that is known', () => {
    const cut = spokenAt([21], {end: 'truncated', endAtMs: 3041});
    expect(causes(cut, 3000)[0]).to.equal("the load balancer's idle timeout (3 s)");
    expect(faultOf(cut, 3000).fix).to.contain('at least every 1.5 s');
    expect(causes(spokenAt([21], {end: 'truncated', endAtMs: 60_021}), 3000).join()).not.to.contain('load balancer');
  });

  it('over HTTP/2 says what the code means', () => {
    const reset = spokenAt([21], {end: 'stream-reset', endCode: 'ENHANCE_YOUR_CALM', endAtMs: 9000});
    expect(faultOf(reset).what).to.contain('ENHANCE_YOUR_CALM: the hop takes this client for one that asks too much');
    const away = spokenAt([21], {end: 'goaway', endCode: 'NO_ERROR', endAtMs: 9000});
    expect(faultOf(away).what).to.contain('GOAWAY (NO_ERROR: an orderly end');
  });

  it('of a body without a length of its own does not show who closed it', () => {
    const fault = faultOf(
      spokenAt([21], {end: 'complete', endAtMs: 60_100, headers: {'content-type': 'text/event-stream'}}),
    );
    expect(fault.what).to.contain('a cut by a hop looks the same');
    expect(fault.candidates?.map(({cause}) => cause).join()).to.contain('nginx');
  });
});
