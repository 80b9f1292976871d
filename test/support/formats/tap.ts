import {Parser} from 'tap-parser';
import type {ReadBack} from './read-back.ts';

/** @throws for what is not a document of TAP in all its lines. */
export function readTap(document: string): ReadBack {
  const {ok, results, tests, bailout, diags} = parseTap(document);
  const shape = tests.map(({ok: passed, id, skip, todo, diag}) => ({
    ...{passed, id, isSkipped: skip !== false, isToDo: todo !== false},
    labels: Array.isArray(diag) ? diag.flatMap((pair: object) => Object.keys(pair)) : [],
  }));
  const texts = tests.flatMap(({name, skip, todo, diag}) => [
    ...[name, skip, todo].filter((text) => typeof text === 'string'),
    ...(Array.isArray(diag) ? diag.flatMap((pair: object) => Object.values(pair).map(String)) : []),
  ]);
  return {texts, shape: {ok, count: results.count, bailout, shape, diags}};
}

interface TapTest {
  readonly ok: boolean;
  readonly id: number;
  readonly name: string;
  readonly skip: string | boolean;
  readonly todo: string | boolean;
  readonly diag: unknown;
}

export function parseTap(document: string) {
  const parser = new Parser({strict: true});
  const tests: TapTest[] = [];
  let diags = 0;
  parser.on('assert', (test) => tests.push(test));
  parser.on('comment', () => {
    diags += 1;
  });
  parser.on('extra', (line: string) => {
    throw new Error(`not TAP: ${line}`);
  });
  parser.end(document);
  const {results} = parser;
  if (results === null) throw new Error('no end');
  const broken = results.failures.filter(({tapError}) => tapError !== null);
  if (broken.length > 0) throw new Error(`not TAP: ${JSON.stringify(broken[0])}`);
  return {ok: results.ok, results, tests, bailout: results.bailout !== false, diags};
}
