import {expect} from 'chai';
import {RUN_REPORTS} from '../../src/reports/formats.ts';
import {streamsSvg} from '../../src/reports/streams-svg.ts';
import {columnsOf, cut, linesOf, xmlText} from '../../src/reports/svg-text.ts';
import {CANONICAL} from '../support/canonical-report.ts';
import {CUT, HOSTILE, reportOf, STREAM, UNREACHED} from '../support/stream-reports.ts';

/** The texts of a picture with the columns where they begin and end. */
function textsOf(svg: string): {readonly text: string; readonly x: number; readonly end: number}[] {
  return [...svg.matchAll(/<text[^>]* x="([\d.]+)" y="[\d.]+">(.*?)<\/text>/g)].map(([, x, content = '']) => {
    const text = content
      .replace(/<[^>]*>/g, '')
      .replace(/&#39;/g, "'")
      .replace(/&(\w+);/g, (_, name) => ({lt: '<', gt: '>', quot: '"', amp: '&'})[String(name)] ?? '');
    return {text, x: Number(x), end: Number(x) + columnsOf(text) * 7.5};
  });
}

/** Every element that is opened is closed in its order: a parser of XML takes nothing else. */
function expectWellFormed(svg: string): void {
  const open: string[] = [];
  for (const [, closing, name = '', attributes = '', alone] of svg.matchAll(/<(\/?)([a-z]+)([^<>]*?)(\/?)>/g)) {
    expect(attributes).to.match(/^(?: [a-zA-Z0-9-]+="[^"<]*")*$/);
    if (closing === '/') expect(open.pop()).to.equal(name);
    else if (alone !== '/') open.push(name);
  }
  expect(open).to.deep.equal([]);
  expect(svg.replace(/<[^<>]*>/g, '')).to.not.match(/[<>]/);
  expect(svg).to.not.match(/&(?!lt;|gt;|amp;|quot;|#39;)/);
}

describe('the picture of a run', () => {
  it('is of all streams, with what was judged of them', () => {
    const svg = streamsSvg(reportOf(STREAM, CUT, UNREACHED));
    const texts = textsOf(svg).map(({text}) => text);
    expect(texts).to.include('A  https://mcp.run.georgi.io/jessica-service/mcp/sse/stream');
    expect(texts).to.include('✔ A · HTTP/2 · no coding  held for 1 min 7 s');
    expect(texts).to.include('✖ B · HTTP/1.1 · no coding  broken off after 1 min 1 s');
    expect(texts).to.include("✖ A · HTTP/2 · browser's coding  the connection was refused at 192.0.2.10:443");
    expect(texts).to.include('1 min of silence');
    expect(texts.some((text) => text.startsWith('fail    stream'))).to.equal(true);
    // Three marks with events, two with comments alone, and one with neither; two of the other; and the legend's three.
    expect(svg.match(/<rect class="event"/g)).to.have.length(2 + 1 + 1);
    expect(svg.match(/<rect class="heartbeat"/g)).to.have.length(3 + 1 + 1);
    expect(svg.match(/<rect class="bytes"/g)).to.have.length(1 + 1);
  });

  it('is well-formed, and nothing in it is markup, whatever servers say', () => {
    for (const report of [reportOf(STREAM), reportOf(HOSTILE, CUT), reportOf(), CANONICAL]) {
      const titled = {...report, checklist: {...report.checklist, title: `<b>&"' ${HOSTILE.url}`}};
      const svg = streamsSvg(titled);
      expectWellFormed(svg);
      expect(svg).to.not.include('<script');
      // biome-ignore lint/suspicious/noControlCharactersInRegex: none of them is text in XML
      expect(svg).to.not.match(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/);
      expect(svg.isWellFormed()).to.equal(true);
    }
  });

  it('has no text that is wider than it, and is 800 pixels wide', () => {
    const svg = streamsSvg(reportOf(STREAM, CUT, HOSTILE, UNREACHED));
    expect(svg).to.match(/viewBox="0 0 800 \d+" width="800"/);
    for (const {text, end} of textsOf(svg)) expect(end, text).to.be.at.most(800);
  });

  it('has colours for light and for dark pages, each class in both', () => {
    const [, light = '', dark = ''] =
      /<style>(.*?)@media \(prefers-color-scheme: dark\) \{(.*?)<\/style>/s.exec(streamsSvg(reportOf(STREAM))) ?? [];
    const classes = (css: string) => [...css.matchAll(/\.[a-z]+(?=[^{}]*\{[^}]*#)/g)].map(String).sort();
    expect(classes(light)).to.deep.equal(classes(dark));
    expect(classes(light)).to.include('.heartbeat');
  });

  it('shows the first of very many, and says how many more there are', () => {
    const svg = streamsSvg(reportOf(...Array.from({length: 100}, () => STREAM)));
    expect(textsOf(svg).map(({text}) => text)).to.include('… and 60 more');
  });

  it('says that there was none, that a run was no live one, and that it is incomplete', () => {
    expect(streamsSvg(reportOf())).to.include('No event stream was looked at.');
    expect(streamsSvg({...reportOf(STREAM), mode: 'lab', incomplete: 'interrupted'})).to.match(/LAB.*INCOMPLETE/);
    expect(RUN_REPORTS.formats.svg?.(RUN_REPORTS.unfinished({toolVersion: '1', at: new Date(0)}))).to.include(
      'INCOMPLETE: the run has not ended',
    );
  });
});

describe('text in a picture', () => {
  it('is broken at spaces, or where a word is too long, and ends with an ellipsis', () => {
    expect(linesOf('one two three', 8, 5)).to.deep.equal(['one two', 'three']);
    expect(linesOf('abcdefghij kl', 4, 5)).to.deep.equal(['abcd', 'efgh', 'ij', 'kl']);
    expect(linesOf('one two three four', 5, 2)).to.deep.equal(['one', 'two…']);
    expect(linesOf('負荷分散', 4, 5)).to.deep.equal(['負荷', '分散']);
    expect(cut('abcdef', 4)).to.equal('abc…');
    expect(linesOf('', 10, 3)).to.deep.equal([]);
  });

  it('is escaped', () => {
    expect(xmlText(`<a href="x">'&\ud800\uffff\u0007`)).to.equal(
      '&lt;a href=&quot;x&quot;&gt;&#39;&amp;\ufffd\ufffd\\u{7}',
    );
  });
});
