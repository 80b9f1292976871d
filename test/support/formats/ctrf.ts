import {type CTRFReport, validateStrict} from 'ctrf';
import {type ReadBack, readJson} from './read-back.ts';

/** @throws for what the package of the format refuses. */
export function validCtrf(document: string): CTRFReport {
  const report = JSON.parse(document);
  validateStrict(report);
  return report;
}

export function readCtrf(document: string): ReadBack {
  return readJson(validCtrf(document));
}
