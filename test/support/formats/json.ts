import {readFileSync} from 'node:fs';
import {Ajv2020} from 'ajv/dist/2020.js';
import {expect} from 'chai';
import {type ReadBack, readJson} from './read-back.ts';

/** Readers of the tool's own formats, by the schemas that are published. */

/** Names of variables are anybody's, and so are the members of what AWS said. */
const OPEN = new Set(['value']);

export function readReport(document: string): ReadBack {
  const value = JSON.parse(document);
  expectValid('report', value);
  return readJson(value, OPEN);
}

export function readEvents(document: string): ReadBack {
  expect(document).to.match(/\n$/);
  const lines = document
    .slice(0, -1)
    .split('\n')
    .map((line) => JSON.parse(line));
  for (const line of lines) expectValid('events', line);
  return readJson(lines, OPEN);
}

const validators = new Map<string, ReturnType<Ajv2020['compile']>>();

/** By a schema that is published; compiled once. */
export function validatorOf(name: string): ReturnType<Ajv2020['compile']> {
  const schema = () =>
    JSON.parse(readFileSync(new URL(`../../../schema/${name}.schema.json`, import.meta.url), 'utf8'));
  const valid = validators.get(name) ?? new Ajv2020({strict: false, validateFormats: false}).compile(schema());
  validators.set(name, valid);
  return valid;
}

function expectValid(name: string, value: unknown): void {
  const valid = validatorOf(name);
  expect(valid(value), JSON.stringify(valid.errors)).to.equal(true);
}
