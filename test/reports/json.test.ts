import {expect} from 'chai';
import {reportSchema} from '../../src/model/report.ts';
import {jsonReport} from '../../src/reports/json.ts';
import {CANONICAL} from '../support/canonical-report.ts';
import {validatorOf} from '../support/formats/json.ts';

describe('the JSON report', () => {
  it('is the report, and reads back as it was', () => {
    expect(reportSchema.parse(JSON.parse(jsonReport(CANONICAL)))).to.deep.equal(CANONICAL);
  });

  it('fits the schema that is published, which refuses a status that is none', () => {
    const validate = validatorOf('report');
    expect(validate(JSON.parse(jsonReport(CANONICAL))), JSON.stringify(validate.errors)).to.equal(true);
    const [first, ...rest] = CANONICAL.items;
    expect(validate({...CANONICAL, items: [{...first, status: 'green'}, ...rest]})).to.equal(false);
  });
});
