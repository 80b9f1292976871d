import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {parse} from 'yaml';
import type {Job} from './ci-example.ts';

const TEXT = readFileSync(join(import.meta.dirname, '../../docs/ci.md'), 'utf8');

/** How the recipes name the action of this repository. */
export const ACTION = /[\w-]+\/migrate-check\/action@v[\d.]+/g;

/** The recipes of docs/ci.md of one kind, as they are written: what follows the three backticks. */
export function recipes(kind: string): readonly string[] {
  const found = [...TEXT.matchAll(/^```([^\n]+)\n(.*?)^```$/gms)].filter(([, info]) => info === kind);
  if (found.length === 0) throw new Error(`docs/ci.md has no recipe in ${kind}`);
  return found.map(([, , text = '']) => text);
}

export interface Workflow {
  readonly name: string;
  readonly jobs: Readonly<Record<string, Job & {readonly needs?: string}>>;
}

export function workflows(): readonly Workflow[] {
  return recipes('yaml').map((text) => parse(text));
}

/** The one Jenkinsfile of the page, and what it gives to shells in order. In single quotes Groovy takes text as it is. */
export function jenkinsfile(): {readonly text: string; readonly scripts: readonly string[]} {
  const [text = '', ...others] = recipes('groovy');
  if (others.length > 0) throw new Error('docs/ci.md has several Jenkinsfiles');
  const scripts = [...text.matchAll(/\bsh (?:returnStatus: true, script: )?(?:'''(.*?)'''|'([^'\n]*)')/gs)];
  return {text, scripts: scripts.map(([, long, short]) => long ?? short ?? '')};
}
