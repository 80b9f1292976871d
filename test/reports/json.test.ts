import {readFileSync} from 'node:fs';
import {Ajv2020} from 'ajv/dist/2020.js';
import {expect} from 'chai';
import {reportSchema} from '../../src/model/report.ts';
import {jsonReport} from '../../src/reports/json.ts';
import {CANONICAL} from '../support/canonical-report.ts';

describe('the JSON report', () => {
  it('is the report, and reads back as it was', () => {
    expect(reportSchema.parse(JSON.parse(jsonReport(CANONICAL)))).to.deep.equal(CANONICAL);
  });

  it('fits the schema that is published, which refuses a status that is none', () => {
    const schema = JSON.parse(readFileSync(new URL('../../schema/report.schema.json', import.meta.url), 'utf8'));
    const validate = new Ajv2020({strict: false, validateFormats: false}).compile(schema);
    expect(validate(JSON.parse(jsonReport(CANONICAL))), JSON.stringify(validate.errors)).to.equal(true);
    const [first, ...rest] = CANONICAL.items;
    expect(validate({...CANONICAL, items: [{...first, status: 'green'}, ...rest]})).to.equal(false);
  });
});
