import {expect} from 'chai';
import {parseInstant} from '../../../src/model/text/instant.ts';

describe('a time as a person writes it', () => {
  it('has a date, a time and a zone', () => {
    expect(parseInstant('2026-11-22T09:30:00Z')?.toISOString()).to.equal('2026-11-22T09:30:00.000Z');
    expect(parseInstant('2026-11-22T09:30+01:00')?.toISOString()).to.equal('2026-11-22T08:30:00.000Z');
    expect(parseInstant('2026-11-22T09:30:00.5Z')?.toISOString()).to.equal('2026-11-22T09:30:00.500Z');
  });

  it('is nothing else', () => {
    for (const text of [
      ...['', 'now', '2026-11-22', '2026-11-22T09:30:00', '2026-11-22 09:30:00Z', '1790000000'],
      ...['2026-02-30T09:30:00Z', '2026-13-01T09:30:00Z', '2026-11-22T25:30:00Z', '2026-11-22T09:30:00+99:00'],
    ]) {
      expect(parseInstant(text), text).to.equal(null);
    }
  });
});
