import {readdir} from 'node:fs/promises';
import {join} from 'node:path';
import type {Problem, SignOff} from '../../model/checklist.ts';
import {messageOf} from '../../model/errors.ts';
import type {ReadableFolders} from '../../model/readable-folders.ts';
import {quote, withDidYouMean} from '../phrases.ts';
import {signOffSchema, signOffsSchema} from '../schema/schema.ts';
import {validate} from '../schema/validate.ts';
import {childOf, type Node} from '../yaml/node.ts';
import {byPlace, problemWithout} from '../yaml/problem-log.ts';
import {readSideFile, type SideFile} from './side-file.ts';

export interface SignOffsReading {
  readonly signOffs: readonly SignOff[];
  readonly problems: readonly Problem[];
}

/** Reads `signoffs/<environment or default>/*.yaml`. `manualItems` is null when the checklist could not be read. */
export async function readSignOffs(
  readable: ReadableFolders,
  shownFolder: string,
  environment: string | null,
  manualItems: readonly string[] | null,
): Promise<SignOffsReading> {
  const below = join('signoffs', environment ?? 'default');
  const names = await namesIn(join(readable.folder, below), join(shownFolder, below));
  if (!Array.isArray(names)) return {signOffs: [], problems: [names as Problem]};
  const readings = await Promise.all(
    names.sort().map((name) => readOne(readable, join(shownFolder, below, name), join(below, name), name, manualItems)),
  );
  return {
    signOffs: readings.flatMap((reading) => reading.signOffs),
    problems: readings.flatMap((reading) => byPlace(reading.problems)),
  };
}

async function namesIn(path: string, shown: string): Promise<string[] | Problem> {
  try {
    return (await readdir(path)).filter((name) => /\.ya?ml$/.test(name));
  } catch (thrown) {
    const {code} = thrown as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    return problemWithout(shown, `cannot be read: ${messageOf(thrown)}`);
  }
}

async function readOne(
  readable: ReadableFolders,
  file: string,
  path: string,
  name: string,
  manualItems: readonly string[] | null,
): Promise<SignOffsReading> {
  const read = await readSideFile(readable, file, path);
  if (read === null) return {signOffs: [], problems: []};
  if (!('root' in read)) return {signOffs: [], problems: read};
  const item = name.replace(/\.ya?ml$/, '');
  const {log} = read;
  if (name.endsWith('.yml')) log.warn(0, `sign-offs are read from .yaml files only; rename this one to ${item}.yaml`);
  else if (manualItems !== null && !manualItems.includes(item)) {
    log.warn(
      0,
      withDidYouMean(`no manual item has the id ${quote(item)}, so this counts for nothing`, item, manualItems),
    );
  }
  const signOffs = name.endsWith('.yml') ? [] : signOffsIn(read, item);
  return {signOffs, problems: log.problems};
}

function signOffsIn({root, value, where, log}: SideFile, item: string): SignOff[] {
  const list = childOf(root, 'signoffs');
  const written = list === undefined ? one(value, where) : validate(signOffsSchema, value, where)?.signoffs;
  return (written ?? []).map((signOff, index) => ({
    item,
    verdict: signOff.verdict,
    by: signOff.by,
    at: signOff.at,
    evidence: signOff.evidence ?? null,
    comment: signOff.comment ?? null,
    asked: signOff.asked,
    source: log.position(placeOf(list, index, root).start),
  }));
}

function one(value: SideFile['value'], where: SideFile['where']) {
  const signOff = validate(signOffSchema, value, where);
  return signOff === undefined ? undefined : [signOff];
}

function placeOf(list: Node | undefined, index: number, root: Node): Node {
  return childOf(list, index) ?? root;
}
