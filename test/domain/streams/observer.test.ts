import {expect} from 'chai';
import fc from 'fast-check';
import {cameWithin, type Kept, neverCame, silencesWithin, stayedOpen} from '../../../src/domain/streams/observer.ts';
import {type Gap, type Moment, NEVER_AWAY} from '../../../src/model/facts/observer.ts';
import type {StreamAnswer} from '../../../src/model/facts/wire/stream.ts';
import {KnownSecrets} from '../../../src/model/text/secrets/known-secrets.ts';
import {StreamReader} from '../../../src/probes/wire/stream-reader.ts';
import {streamAnswer} from '../../support/wire-facts.ts';

const away = (...gaps: [number, number][]) => ({
  gaps: gaps.map(([fromMs, toMs]): Gap => ({fromMs, toMs})),
  awayMs: gaps.reduce((sum, [fromMs, toMs]) => sum + toMs - fromMs, 0),
  suspendedMs: 0,
});

describe('what an observer can tell that was not always there', () => {
  it('a late arrival: kept when it was in time even so, missed when it was late by more than our absence', () => {
    const observer = away([100, 600]);
    expect(cameWithin(600, 600, observer)).to.equal('kept');
    expect(cameWithin(600, 599, observer)).to.equal('unknown');
    expect(cameWithin(1200, 700, observer)).to.equal('unknown');
    expect(cameWithin(1201, 700, observer)).to.equal('missed');
    expect([cameWithin(2000, 2000), cameWithin(2001, 2000)]).to.deep.equal(['kept', 'missed']);
  });

  it('what never came: missed when it was waited for as long as it was given', () => {
    expect([neverCame(1500, 1000, away([100, 600])), neverCame(1499, 1000, away([100, 600]))]).to.deep.equal([
      'missed',
      'unknown',
    ]);
  });

  it('a hold: decided by how it ended and by when that may have been', () => {
    const ended = (endAtMs: number, end: StreamAnswer['end'] = 'complete') =>
      streamAnswer({headersAtMs: 10, end, endAtMs});
    const observer = away([1000, 4000]);
    expect(stayedOpen(ended(4000), 3000, observer)).to.equal('unknown');
    expect(stayedOpen(ended(4000), 980, observer)).to.equal('kept');
    expect(stayedOpen(ended(4000), 3991, observer)).to.equal('missed');
    expect(stayedOpen(ended(4001), 3000, observer)).to.equal('kept');
    expect(stayedOpen(ended(4000, 'held'), 3000, observer)).to.equal('kept');
    expect(stayedOpen(ended(500), 3000, observer)).to.equal('missed');
    expect([stayedOpen(ended(3010), 3000), stayedOpen(ended(3009), 3000)]).to.deep.equal(['kept', 'missed']);
  });

  it('headers that were seen late make a stream look younger than it was', () => {
    const answer = streamAnswer({headersAtMs: 1000, end: 'reset', endAtMs: 3500});
    expect(stayedOpen(answer, 3000, away([20, 1000]))).to.equal('unknown');
    expect(stayedOpen(answer, 3000, away([800, 1000]))).to.equal('missed');
  });

  it('a limit missed by less than it could see: unknown, as lateness that no gap shows adds up', () => {
    const observer = {...NEVER_AWAY, resolutionMs: 30};
    expect([40, 41, 70, 71].map((ms) => cameWithin(ms, 40, observer))).to.deep.equal([
      'kept',
      'unknown',
      'unknown',
      'missed',
    ]);
    const held = (endAtMs: number) =>
      stayedOpen(streamAnswer({headersAtMs: 10, end: 'reset', endAtMs}), 3000, observer);
    expect([2979, 2980, 3010].map(held)).to.deep.equal(['missed', 'unknown', 'kept']);
    const silent = (longestSilenceMs: number) => silencesWithin(streamAnswer({longestSilenceMs}), 2000, observer);
    expect([2000, 2030, 2031].map(silent)).to.deep.equal(['kept', 'unknown', 'missed']);
  });

  it('what never came while it read what had piled up: unknown', () => {
    expect(neverCame(2000, 1000, {...NEVER_AWAY, behindSinceMs: 100})).to.equal('unknown');
  });

  it('a suspended machine can tell nothing that takes time', () => {
    const observer = {gaps: [], awayMs: 0, suspendedMs: 60_000};
    const said = [
      cameWithin(5, 1000, observer),
      neverCame(5000, 1000, observer),
      stayedOpen(streamAnswer(), 1000, observer),
      silencesWithin(streamAnswer(), 60_000, observer),
    ];
    expect(said).to.deep.equal(['unknown', 'unknown', 'unknown', 'unknown']);
  });

  it('judges recordings without it as they were judged', () => {
    expect(silencesWithin(streamAnswer({longestSilenceMs: 2000}), 2000)).to.equal('kept');
    expect(silencesWithin(streamAnswer({longestSilenceMs: 2001}), 2000)).to.equal('missed');
    expect(neverCame(500, 1000)).to.equal('missed');
  });

  /** A stream as it truly is, and when our process is not there. */
  const worlds = fc.record({
    headersMs: fc.integer({min: 1, max: 400}),
    pausesMs: fc.array(fc.integer({min: 1, max: 500}), {maxLength: 12}),
    /** After the last byte; null: never. */
    endsAfterMs: fc.option(fc.integer({min: 1, max: 500})),
    /** Alternately there and not. */
    spellsMs: fc.array(fc.integer({min: 0, max: 600}), {maxLength: 16}),
    holdForMs: fc.integer({min: 1, max: 2500}),
    limitMs: fc.integer({min: 1, max: 900}),
  });

  it('is right whenever it is sure, whatever the stream does and whenever we are not there', () => {
    fc.assert(
      fc.property(worlds, ({headersMs, pausesMs, endsAfterMs, spellsMs, holdForMs, limitMs}) => {
        const gaps = gapsOf(spellsMs);
        const seen = (trueMs: number): Moment => {
          const gap = gaps.find(({fromMs, toMs}) => fromMs < trueMs && trueMs <= toMs);
          return {atMs: gap?.toMs ?? trueMs, earliestMs: gap?.fromMs ?? trueMs};
        };
        // Sent when we are there for the first time.
        const headMs = (gaps.find(({fromMs}) => fromMs === 0)?.toMs ?? 0) + headersMs;
        const bytesMs: number[] = [];
        for (const pause of pausesMs) bytesMs.push((bytesMs.at(-1) ?? headMs) + pause);
        const endMs = endsAfterMs === null ? Number.POSITIVE_INFINITY : (bytesMs.at(-1) ?? headMs) + endsAfterMs;

        const reader = new StreamReader({url: '', headers: {}, headersWithinMs: 0, holdForMs}, new KnownSecrets());
        const head = seen(headMs);
        reader.head({status: 200, headers: {'content-type': 'text/event-stream'}, at: head});
        // We close it at the first moment after the hold at which we are there, with everything read that came before.
        const closed = seen(reader.untilMs(0));
        const read = bytesMs.filter((ms) => ms <= closed.atMs);
        for (const ms of read) {
          const end = reader.chunk(Buffer.from(': a\n\n'), seen(ms));
          if (end === 'held') expect(ms - headMs).to.be.at.least(holdForMs);
        }
        const isCut = endMs <= closed.atMs;
        const endAt = isCut ? seen(endMs) : {atMs: closed.atMs, earliestMs: closed.atMs};
        const answer: StreamAnswer = {
          ...streamAnswer({headersAtMs: head.atMs, end: isCut ? 'truncated' : 'held', endAtMs: endAt.atMs}),
          ...reader.facts(endAt),
        };
        const over = gaps.filter(({fromMs}) => fromMs < endAt.atMs);
        const observer = {
          gaps: over,
          awayMs: over.reduce((sum, {fromMs, toMs}) => sum + toMs - fromMs, 0),
          suspendedMs: 0,
        };

        const lastMs = isCut ? endMs : endAt.atMs;
        const times = [headMs, ...read, lastMs];
        const silenceMs = Math.max(...times.slice(1).map((ms, index) => ms - (times[index] ?? 0)));
        agree(stayedOpen(answer, holdForMs, observer), lastMs - headMs >= holdForMs);
        agree(silencesWithin(answer, limitMs, observer), silenceMs <= limitMs);
        agree(cameWithin(head.atMs, limitMs, observer), headersMs <= limitMs);
      }),
      {numRuns: 2000},
    );
  });
});

function agree(said: Kept, isTrue: boolean): void {
  if (said !== 'unknown') expect(said).to.equal(isTrue ? 'kept' : 'missed');
}

function gapsOf(spellsMs: readonly number[]): Gap[] {
  const gaps: Gap[] = [];
  let nowMs = 0;
  for (const [index, spell] of spellsMs.entries()) {
    if (index % 2 === 1) gaps.push({fromMs: nowMs, toMs: nowMs + spell});
    nowMs += spell;
  }
  return gaps;
}
