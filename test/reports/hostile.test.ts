import {expect} from 'chai';
import {runReports} from '../../src/cli/run/run-reports.ts';
import type {Report} from '../../src/model/report.ts';
import {READERS} from '../support/formats/readers.ts';
import {asRead, HOSTILE, reportSaying} from '../support/hostile.ts';

/** So much of a text is in every format that cuts texts. */
const NEVER_CUT = 150;

describe('text from outside, in every format', () => {
  let formats: Readonly<Record<string, (report: Report) => string>>;
  before(async () => {
    const layout = {verbose: true, streams: null, names: null};
    ({formats} = await runReports({reporters: ['pretty:x', 'sarif'], baseline: null, layout}));
  });

  it('has a reader for each', () => {
    expect(Object.keys(READERS).toSorted()).to.deep.equal(Object.keys(formats).toSorted());
  });

  for (const [name, read] of Object.entries(READERS)) {
    it(`is text and nothing else as ${name}`, async () => {
      const {shape} = await read(formats[name]?.(reportSaying('nothing special')) ?? '');
      for (const [what, hostile] of Object.entries(HOSTILE)) {
        // As it is in a file, which has no halves of characters.
        const document = Buffer.from(formats[name]?.(reportSaying(hostile)) ?? '').toString();
        const back = await Promise.resolve(read(document)).catch((error: unknown) => {
          throw new Error(`${what}: ${error}`, {cause: error});
        });
        expect({what, shape: back.shape}).to.deep.equal({what, shape});
        const wanted = squeezed(name === 'json' || name === 'ndjson' ? hostile : asRead(hostile));
        expect(squeezed(back.texts.join(' ')), what).to.include(wanted.slice(0, NEVER_CUT));
      }
    });
  }
});

/** Lines are broken anywhere; and XML has no way to write two of the characters that are none. */
function squeezed(text: string): string {
  return text.replace(/\s+/g, '').replace(/[\ufffe\uffff]/g, '\ufffd');
}
