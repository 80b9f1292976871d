import type {Report} from '../model/report.ts';
import {jsonReport} from './json.ts';

/** Every format `--reporter` knows but `pretty`, which is drawn while the run goes on. */
export const FORMATS = {json: jsonReport} as const satisfies Record<string, (report: Report) => string>;
export type FormatName = keyof typeof FORMATS;
