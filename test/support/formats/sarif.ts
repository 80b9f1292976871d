import schema from '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json' with {type: 'json'};
import {default as draft04} from 'ajv-draft-04';
import {default as formats} from 'ajv-formats';
import {expect} from 'chai';
import {type ReadBack, readJson} from './read-back.ts';

const ajv = new draft04.default({strict: false, unicodeRegExp: false});
formats.default(ajv);
const valid = ajv.compile(schema);

/** What the tests read of it. */
export interface SarifLog {
  readonly runs: readonly SarifRun[];
}

export interface SarifRun {
  readonly tool: {
    readonly driver: {readonly rules: readonly {readonly id: string; readonly help?: {text: string}}[]};
  };
  readonly invocations: readonly {
    readonly executionSuccessful: boolean;
    readonly toolExecutionNotifications: readonly {
      readonly level: string;
      readonly message: {readonly text: string};
    }[];
    readonly toolConfigurationNotifications: readonly {readonly message: {readonly text: string}}[];
  }[];
  readonly results: readonly SarifResult[];
  readonly properties: Readonly<Record<string, unknown>>;
}

export interface SarifResult {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly kind: string;
  readonly level: string;
  readonly message: {readonly text: string};
  readonly baselineState?: string;
  readonly locations: readonly {
    readonly physicalLocation?: {
      readonly artifactLocation: {readonly uri: string};
      readonly region: {readonly startLine: number; readonly startColumn: number};
    };
  }[];
  readonly suppressions: readonly {readonly justification: string}[];
  readonly properties: {readonly item: string};
}

/** @throws for what the schema of SARIF refuses. */
export function validSarif(document: string): SarifLog {
  const log = JSON.parse(document);
  expect(valid(log), JSON.stringify(valid.errors?.slice(0, 3))).to.equal(true);
  return log;
}

export function readSarif(document: string): ReadBack {
  const {shape, texts} = readJson(validSarif(document));
  return {shape, texts: texts.map(messageAsRead)};
}

/** Section 3.11: doubled braces are braces, and an escaped bracket is a bracket. */
function messageAsRead(text: string): string {
  return text.replaceAll('\\](', '](').replace(/\{\{|\}\}/g, (braces) => braces.charAt(0));
}
