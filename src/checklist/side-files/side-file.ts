import {realpath} from 'node:fs/promises';
import {join, sep} from 'node:path';
import type {Problem} from '../../model/checklist.ts';
import type {Json} from '../../model/outcome.ts';
import {literalValue} from '../interpolate.ts';
import type {ValueLocation} from '../schema/validate.ts';
import type {Node} from '../yaml/node.ts';
import {logOf, type ProblemLog, problemWithout} from '../yaml/problem-log.ts';
import {isSource, readSource} from '../yaml/source.ts';
import {valueLocation} from '../yaml/value-location.ts';
import {readYaml} from '../yaml/yaml-document.ts';

/** A file beside the checklist that was read: nothing is interpolated in it. */
export interface SideFile {
  readonly root: Node;
  readonly value: Json;
  readonly where: ValueLocation;
  readonly log: ProblemLog;
}

/**
 * Null when there is no such file; the problems when it cannot be read. A link must not lead out of the folder: what is
 * there is not reviewed with the checklist, and a message would quote it.
 */
export async function readSideFile(
  folder: string,
  file: string,
  name: string,
): Promise<SideFile | readonly Problem[] | null> {
  if (await leadsOut(folder, name)) {
    return [problemWithout(file, "is a link that leads out of the checklist's folder; put the file itself here")];
  }
  const read = await readSource(join(folder, name), file);
  if (!isSource(read) && read.missing) return null;
  const opened = logOf(file, read);
  if (!('log' in opened)) return [opened];
  const {source, log} = opened;
  const root = readYaml(source.text, log);
  if (root === null) return log.problems;
  return {root, value: literalValue(root), where: valueLocation(root, root.start, 'this file', log, null), log};
}

/** Whether a path in a folder is elsewhere once its links are followed. */
export async function leadsOut(folder: string, name: string): Promise<boolean> {
  const [inside, there] = await Promise.all(
    [folder, join(folder, name)].map((path) => realpath(path).catch(() => null)),
  );
  // What is not there leads nowhere.
  if (inside === null || inside === undefined || there === null || there === undefined) return false;
  return !there.startsWith(inside.endsWith(sep) ? inside : inside + sep);
}
