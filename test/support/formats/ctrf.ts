import {Ajv} from 'ajv';
import {default as formats} from 'ajv-formats';
import {type CTRFReport, schema, ValidationError} from 'ctrf';
import {type ReadBack, readJson} from './read-back.ts';

/** As the package's own `validateStrict`, which compiles the schema anew for each report. */
const ajv = new Ajv({allErrors: true});
formats.default(ajv);
const isValid = ajv.compile<CTRFReport>(schema);

/** @throws for what the package of the format refuses. */
export function validCtrf(document: string): CTRFReport {
  const report: CTRFReport = JSON.parse(document);
  if (!isValid(report)) throw new ValidationError(`CTRF: ${ajv.errorsText(isValid.errors)}`, []);
  return report;
}

export function readCtrf(document: string): ReadBack {
  return readJson(validCtrf(document));
}
