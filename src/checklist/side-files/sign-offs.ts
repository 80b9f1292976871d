import type {Dirent, Stats} from 'node:fs';
import {readdir, stat} from 'node:fs/promises';
import {join} from 'node:path';
import type {Problem, SignOff} from '../../model/checklist.ts';
import {messageOf} from '../../model/errors.ts';
import type {ReadableFolders} from '../../model/readable-folders.ts';
import {DEFAULT_FOLDER} from '../../model/sign-off/answer-command.ts';
import {quote, withDidYouMean} from '../phrases.ts';
import {signOffSchema, signOffsSchema} from '../schema/side-files.ts';
import {validate} from '../schema/validate.ts';
import {childOf, type Node} from '../yaml/node.ts';
import {byPlace, problemWithout, warningWithout} from '../yaml/problem-log.ts';
import type {FindAskedFor} from './asked-for.ts';
import {readSideFile, type SideFile} from './side-file.ts';

export interface SignOffsReading {
  readonly signOffs: readonly SignOff[];
  readonly problems: readonly Problem[];
}

/** What a checklist asks people. */
export interface Questions {
  readonly ids: readonly string[];
  readonly environments: readonly string[];
  readonly findAskedFor: FindAskedFor;
}

/** Reads `signoffs/<environment or default>/*.yaml`. `questions` is null when the checklist could not be read. */
export async function readSignOffs(
  readable: ReadableFolders,
  shownFolder: string,
  environment: string | null,
  questions: Questions | null,
): Promise<SignOffsReading> {
  const {folder} = readable;
  const own = signOffFolder(environment);
  if (own === null) return {signOffs: [], problems: [noFolder(environment)]};
  const below = join('signoffs', own);
  const names = await entriesIn(join(folder, below), join(shownFolder, below));
  if (!Array.isArray(names)) return {signOffs: [], problems: [names as Problem]};
  const readings = await Promise.all(
    names
      .map(({name}) => name)
      .filter((name) => /\.ya?ml$/.test(name))
      .sort()
      .map((name) => readSignOffFile(readable, shownFolder, join(below, name), questions)),
  );
  const strays = questions === null ? [] : await straysIn(folder, shownFolder, questions.environments);
  return {
    signOffs: readings.flatMap((reading) => reading.signOffs),
    problems: [...strays, ...readings.flatMap((reading) => byPlace(reading.problems))],
  };
}

/** The folder in `signoffs/` of an environment; null where its name would lead elsewhere. */
export function signOffFolder(environment: string | null): string | null {
  const name = environment ?? DEFAULT_FOLDER;
  return name === '' || name === '.' || name === '..' || /[/\\\p{Cc}]/u.test(name) ? null : name;
}

function noFolder(environment: string | null): Problem {
  const message = `${quote(environment ?? '')} cannot be the name of a folder, so no sign-off counts in this environment`;
  return warningWithout('--env', message);
}

async function entriesIn(path: string, shown: string): Promise<Dirent[] | Problem> {
  try {
    return await readdir(path, {withFileTypes: true});
  } catch (thrown) {
    const {code} = thrown as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    return problemWithout(shown, `cannot be read: ${messageOf(thrown)}`);
  }
}

/** The environments that have a folder of sign-offs. */
export async function environmentsWithSignOffs(folder: string, environments: readonly string[]): Promise<string[]> {
  const entries = await entriesIn(join(folder, 'signoffs'), 'signoffs');
  const names = new Set(Array.isArray(entries) ? entries.map(({name}) => name) : []);
  return environments.filter((environment) => names.has(environment));
}

/** What is in `signoffs/` and is read in no environment. */
async function straysIn(folder: string, shownFolder: string, environments: readonly string[]): Promise<Problem[]> {
  const path = join(folder, 'signoffs');
  const entries = await entriesIn(path, join(shownFolder, 'signoffs'));
  if (!Array.isArray(entries)) return [];
  const known = [DEFAULT_FOLDER, ...environments];
  const problems = entries
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map(async ({name}) => {
      const found: Stats | null = await stat(join(path, name)).catch(() => null);
      const warning = (message: string) => [warningWithout(join(shownFolder, 'signoffs', name), message)];
      if (found?.isDirectory() && !known.includes(name)) {
        const message = 'is not the folder of an environment, so that what is in it counts for nothing';
        return warning(withDidYouMean(message, name, known));
      }
      if (!found?.isFile() || !/\.ya?ml$/.test(name)) return [];
      return warning(
        `counts for nothing here: sign-offs are in a folder of their environment, or in ${DEFAULT_FOLDER}/`,
      );
    });
  return (await Promise.all(problems)).flat();
}

/** Reads one file of sign-offs, at this path in the checklist's folder; nothing where there is none. */
export async function readSignOffFile(
  readable: ReadableFolders,
  shownFolder: string,
  path: string,
  questions: Pick<Questions, 'ids' | 'findAskedFor'> | null,
): Promise<SignOffsReading> {
  const name = path.replace(/^.*[/\\]/s, '');
  const read = await readSideFile(readable, join(shownFolder, path), path);
  if (read === null) return {signOffs: [], problems: []};
  if (!('root' in read)) return {signOffs: [], problems: read};
  const item = name.replace(/\.ya?ml$/, '');
  const {log} = read;
  if (name.endsWith('.yml')) log.warn(0, `sign-offs are read from .yaml files only; rename this one to ${item}.yaml`);
  else if (questions !== null && !questions.ids.includes(item)) {
    log.warn(
      0,
      withDidYouMean(`no manual item has the id ${quote(item)}, so this counts for nothing`, item, questions.ids),
    );
  }
  const signOffs = name.endsWith('.yml') ? [] : signOffsIn(read, item, questions?.findAskedFor);
  return {signOffs, problems: log.problems};
}

function signOffsIn({root, value, where, log}: SideFile, item: string, findAskedFor?: FindAskedFor): SignOff[] {
  const list = childOf(root, 'signoffs');
  const written = list === undefined ? one(value, where) : validate(signOffsSchema, value, where)?.signoffs;
  return (written ?? []).map((signOff, index) => {
    const askedFor = findAskedFor?.(item, signOff.asked);
    return {
      item,
      verdict: signOff.verdict,
      by: signOff.by,
      at: signOff.at,
      evidence: signOff.evidence ?? null,
      comment: signOff.comment ?? null,
      asked: signOff.asked,
      ...(askedFor === undefined ? {} : {askedFor}),
      source: log.position(placeOf(list, index, root).start),
    };
  });
}

function one(value: SideFile['value'], where: SideFile['where']) {
  const signOff = validate(signOffSchema, value, where);
  return signOff === undefined ? undefined : [signOff];
}

function placeOf(list: Node | undefined, index: number, root: Node): Node {
  return childOf(list, index) ?? root;
}
