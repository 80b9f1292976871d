import {globSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect} from 'chai';
import {validateXML} from 'xmllint-wasm';
import type {Report} from '../../src/model/report.ts';
import {junitReport} from '../../src/reports/junit.ts';
import {unfinishedReport} from '../../src/reports/unfinished.ts';
import {row} from '../model/report-of.ts';
import {CANONICAL} from '../support/canonical-report.ts';
import {HOSTILE, reportSaying} from '../support/hostile.ts';

const FOLDER = join(import.meta.dirname, '../../.e2e/junit');
/** The plugin's schema as it was in two releases. */
const SCHEMAS = globSync('**/junit-10.xsd', {cwd: FOLDER}).toSorted();

const REPORTS: Readonly<Record<string, Report>> = {
  'every status': CANONICAL,
  'no items': {...CANONICAL, items: []},
  'a run that has not ended': unfinishedReport({toolVersion: '1.2.3', at: new Date(0)}),
  'an interrupted run': {...CANONICAL, incomplete: 'interrupted'},
  'a command that decides nothing': {...CANONICAL, decision: null},
  'ten thousand items': {...CANONICAL, items: Array.from({length: 10_000}, (_, index) => row(`item-${index}`))},
};

describe('JUnit as the plugin of Jenkins has it', () => {
  it('has its schema in both forms', () => {
    expect(SCHEMAS, 'run scripts/e2e-setup').to.have.length(2);
  });

  for (const file of SCHEMAS) {
    const schema = readFileSync(join(FOLDER, file), 'utf8');

    async function errorsIn(contents: string): Promise<readonly string[]> {
      const {errors} = await validateXML({xml: [{fileName: 'junit.xml', contents}], schema: [schema]});
      return errors.map(({message}) => message);
    }

    describe(file.split('/').at(-2) ?? file, () => {
      for (const [what, report] of Object.entries(REPORTS)) {
        it(`takes ${what}`, async () => {
          expect(await errorsIn(junitReport(report))).to.deep.equal([]);
        });
      }

      it('takes every text from outside', async () => {
        for (const [what, text] of Object.entries(HOSTILE)) {
          expect(await errorsIn(junitReport(reportSaying(text))), what).to.deep.equal([]);
        }
      });

      it('refuses what is not JUnit', async () => {
        expect(await errorsIn('<testsuites><testcase/></testsuites>')).to.not.deep.equal([]);
      });
    });
  }
});
