import {expect} from 'chai';
import type {RunEvent} from '../../src/model/event.ts';
import {EVENTS_VERSION, eventLineSchema} from '../../src/model/event-line.ts';
import {ndjsonLines, ndjsonReport} from '../../src/reports/ndjson.ts';
import {unfinishedReport} from '../../src/reports/unfinished.ts';
import {row} from '../model/report-of.ts';
import {CANONICAL} from '../support/canonical-report.ts';

const AT = '2026-11-28T10:00:00.000Z';
const linesOf = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => eventLineSchema.parse(JSON.parse(line)));

describe('a run as lines of JSON', () => {
  it('has a line for each event, valid by its schema', () => {
    const item = row('one');
    const events: RunEvent[] = [
      {type: 'run-started', title: 't', mode: 'live', overrides: [], items: [{id: 'one', path: ['one']}]},
      {type: 'item-started', id: 'one'},
      {type: 'item-waiting', id: 'one', why: 'holds the stream', forMs: 4000},
      {type: 'item-finished', item},
    ];
    const lines = events.map((event) => linesOf(ndjsonLines.line(event, AT) ?? '')[0]);
    expect(lines.map((line) => line?.type)).to.deep.equal(events.map(({type}) => type));
    expect(lines[3]).to.deep.equal({type: 'item-finished', at: AT, item});
  });

  it('leaves what is only drawn to the screen, and the end to the end', () => {
    expect(ndjsonLines.line({type: 'run-finished', report: CANONICAL}, AT)).to.equal(null);
    expect(ndjsonLines.line({type: 'look-progressed', id: 'one', look: null as never}, AT)).to.equal(null);
  });

  it('ends with the decision and the summary', () => {
    const {decision, summary, incomplete} = CANONICAL;
    const [last] = linesOf(ndjsonLines.last(CANONICAL));
    expect(last).to.deep.include({type: 'run-finished', decision, summary, incomplete});
  });

  it('is the same of a report that was saved', () => {
    const lines = linesOf(ndjsonReport(CANONICAL));
    expect(lines.map(({type}) => type)).to.deep.equal([
      ...['begun', 'run-started'],
      ...CANONICAL.items.map(() => 'item-finished'),
      'run-finished',
    ]);
  });

  it('says its version, and of a run that has not ended no more than that it began', () => {
    const lines = linesOf(ndjsonReport(unfinishedReport({toolVersion: '1.2.3', at: new Date(AT)})));
    expect(lines).to.deep.equal([
      {
        ...{type: 'begun', schemaVersion: EVENTS_VERSION, at: AT, incomplete: 'unfinished'},
        tool: {name: 'migrate-check', version: '1.2.3'},
      },
    ]);
  });

  it('says at the end what ended the run', () => {
    const [last] = linesOf(ndjsonLines.last({...CANONICAL, incomplete: 'interrupted'}));
    expect(last).to.include({incomplete: 'interrupted'});
  });
});
