import {expect} from 'chai';
import type {TraceDocument, TraceHop} from '../../src/model/trace.ts';
import {traceMarkdown} from '../../src/reports/trace-markdown.ts';
import {traceIn} from '../trace/trace-worlds.ts';

const HOSTILE = '"]; click h0 "javascript:x" <img src=x> | `code` ``` [a](b)';

describe('the Markdown of a trace', () => {
  it('holds a graph of the hops, cut behind the first that is broken', async () => {
    const markdown = traceMarkdown(await traceIn({records: []}));
    expect(markdown).to.include('```mermaid\nflowchart TD\n').and.include(':::broken');
    const {hops} = await traceIn({});
    const whole = traceMarkdown(await traceIn({}));
    expect(whole.match(/^ {2}h\d+\[/gm)).to.have.length(hops.length);
    expect(whole.match(/-->/g)).to.have.length(hops.length - 1);
    expect(whole).not.to.include('broken .->');
  });

  it('escapes all untrusted text', async () => {
    const trace = await traceIn({});
    const hop = trace.hops[0] as TraceHop;
    const hostile: TraceDocument = {
      ...trace,
      conclusion: HOSTILE,
      hops: [{...hop, summary: HOSTILE, because: HOSTILE, byHand: HOSTILE, lines: [{mark: null, text: HOSTILE}]}],
    };
    const markdown = traceMarkdown(hostile);
    const outsideCode = markdown
      .split('\n')
      .filter((line) => !line.startsWith('    '))
      .join('\n');
    expect(outsideCode)
      .not.to.include('<img')
      .and.not.to.include('[a](b)')
      .and.not.to.match(/[^\\]`code/);
    expect(outsideCode.match(/^```/gm)).to.have.length(2);
    expect(markdown.split('\n').find((line) => line.startsWith('  h0['))).to.match(
      /^ {2}h0\["[^"<>[\]|`;]*(?:#\d+;[^"<>[\]|`;]*)*"\]:::ok$/,
    );
  });
});
