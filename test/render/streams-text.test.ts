import {expect} from 'chai';
import type {StreamReport} from '../../src/model/report-stream.ts';
import {differencesText} from '../../src/render/differences-text.ts';
import {streamsText} from '../../src/render/streams-text.ts';
import {createPaint, type Layout} from '../../src/render/style.ts';
import {widthOf} from '../../src/render/text-width.ts';
import {expectGolden} from '../support/golden.ts';
import {CUT, HOSTILE, reportOf, STREAM, UNREACHED} from '../support/stream-reports.ts';

function layout(width: number): Layout {
  return {paint: createPaint(false), width, verbose: false};
}

const OTHER = {url: CUT.url};

describe('what is said of the streams of a run', () => {
  it('is a picture of each', () => {
    expectGolden('streams.txt', `${streamsText(reportOf(STREAM, CUT, UNREACHED), layout(80))}\n`);
  });

  it('fits every terminal, and shows no control character', () => {
    for (const width of [10, 20, 40, 60, 80, 120]) {
      for (const text of [
        streamsText(reportOf(STREAM, CUT, HOSTILE, UNREACHED), layout(width)),
        differencesText(reportOf(STREAM, CUT), layout(Math.max(width, 60))),
      ]) {
        for (const line of text.split('\n')) expect(widthOf(line), line).to.be.at.most(Math.max(width, 60));
        // biome-ignore lint/suspicious/noControlCharactersInRegex: what a terminal must not see
        expect(text).to.not.match(/[\u0000-\u0009\u000b-\u001f]/);
      }
    }
  });

  it('calls none held that we closed before its time', () => {
    const end = {end: 'held', endMessage: 'closed by us: what came cannot be decoded', headersAtMs: 58, endAtMs: 58};
    const text = streamsText(reportOf({...STREAM, ...end}), layout(80));
    expect(text).to.include('✖ HTTP/2').and.include('closed by us: what came cannot be decoded, after 0 ms');
    expect(text).to.not.match(/✔|held for/);
  });

  it('is nothing where there are none', () => {
    expect(streamsText(reportOf(), layout(80))).to.equal('');
  });
});

describe('what differs between two streams', () => {
  const differing = (of: Partial<StreamReport>) =>
    differencesText(reportOf(STREAM, {...STREAM, ...OTHER, ...of}), layout(200));

  it('is shown side by side, for each way that both were asked', () => {
    const old = {...CUT, protocol: 'h2', spoken: 'h2'};
    const browser = {...STREAM, coding: 'browser'} as const;
    const text = differencesText(reportOf(STREAM, browser, old, {...browser, ...OTHER}), layout(120));
    expectGolden('stream-differences.txt', `${text}\n`);
  });

  it('is not what differs for every request', () => {
    expect(differing({headers: {...STREAM.headers, date: 'tomorrow', 'x-amzn-trace-id': 'Root=1'}})).to.equal(
      'HTTP/2 · no coding: no difference',
    );
    const endAtMs = (STREAM.endAtMs ?? 0) + 3;
    expect(differing({headersAtMs: 61, firstByteAtMs: 62, firstEventAtMs: 90, endAtMs})).to.include('no difference');
    expect(differing({timeline: '60 1e 1c, 15063 1c, 30059 1c, 31202 2e, 45067 1c, 60059 b'})).to.include(
      'no difference',
    );
  });

  it('is a status, a header, a first byte, a rhythm, an end', () => {
    expect(differing({status: 502, headers: {'content-type': 'text/html'}})).to.match(/answer +200 +502/);
    expect(differing({headers: {...STREAM.headers, 'x-cache': 'HIT'}})).to.match(/x-cache +\(none\) +HIT/);
    expect(differing({firstByteAtMs: 4000})).to.match(/first byte +58 ms +4 s/);
    expect(differing({firstByteAtMs: null})).to.match(/first byte +58 ms +never/);
    expect(differing({timeline: '58 1e, 3058 10e, 6058 10e, 9058 10e'})).to.match(/rhythm +.*something each 3 s/);
    expect(differing({end: 'reset', endAtMs: 30_058})).to.match(/end +held for 1 min 7 s +connection reset after 30 s/);
    expect(differing({protocol: 'http/1.1'})).to.include('only A was looked at so');
    expect(differing({...UNREACHED, ...OTHER, coding: 'identity'}).split('\n')).to.deep.equal([
      'HTTP/2 · no coding: what differs',
      '          A    B',
      '  answer  200  the connection was refused at 192.0.2.10:443',
    ]);
  });

  it('is not known where a look was not over', () => {
    const unfinished = {
      ...UNREACHED,
      coding: 'identity',
      end: 'unfinished',
      endMessage: 'the look was not over',
    } as const;
    expect(differencesText(reportOf(unfinished, {...unfinished, ...OTHER}), layout(200))).to.include('not known');
    expect(differing({...unfinished, ...OTHER})).to.equal('HTTP/2 · no coding: not known, as a look was not over');
  });

  it('is nothing where there is only one URL', () => {
    expect(differencesText(reportOf(STREAM, {...STREAM, coding: 'browser'}), layout(80))).to.equal('');
  });
});
