import {join} from 'node:path';
import type {Checklist, Problem, Waiver} from '../../model/checklist.ts';
import type {ReadableFolders} from '../../model/readable-folders.ts';
import {everybody, isByStranger} from '../../model/sign-off/waiver-objection.ts';
import {isGlob, matchesGlob} from '../../model/text/glob.ts';
import {quote, withDidYouMean} from '../phrases.ts';
import {waiversSchema} from '../schema/side-files.ts';
import {validate} from '../schema/validate.ts';
import {childOf} from '../yaml/node.ts';
import {readSideFile, type SideFile} from './side-file.ts';

export interface WaiversReading {
  readonly waivers: readonly Waiver[];
  readonly problems: readonly Problem[];
}

/** What a waiver can be about; null when the checklist could not be read. */
export interface WaivedThings {
  readonly items: readonly string[];
  readonly environments: readonly string[];
  readonly people: Checklist['people'];
}

/** Reads `waivers.yaml` beside the checklist; `shownFolder` is what messages call its folder. */
export async function readWaivers(
  readable: ReadableFolders,
  shownFolder: string,
  things: WaivedThings | null,
): Promise<WaiversReading> {
  const file = join(shownFolder, 'waivers.yaml');
  const read = await readSideFile(readable, file, 'waivers.yaml');
  if (read === null) return {waivers: [], problems: []};
  if (!('root' in read)) return {waivers: [], problems: read};
  const written = validate(waiversSchema, read.value, read.where);
  const waivers = (written?.waivers ?? []).map((waiver, index) => ({
    ...waiver,
    env: waiver.env ?? null,
    ticket: waiver.ticket ?? null,
    source: read.log.position(childOf(childOf(read.root, 'waivers'), index)?.start ?? 0),
  }));
  const people = everybody(things?.people ?? {});
  for (const [index, waiver] of waivers.entries()) {
    if (things !== null) checkReferences(waiver, index, read, {...things, people});
  }
  return {waivers, problems: read.log.problems};
}

type Known = Omit<WaivedThings, 'people'> & {readonly people: ReadonlySet<string>};

function checkReferences(waiver: Waiver, index: number, {root, log}: SideFile, things: Known): void {
  const node = childOf(childOf(root, 'waivers'), index);
  const at = (key: string) => childOf(node, key)?.start ?? 0;
  if (!things.items.some((id) => matchesGlob(waiver.item, id))) {
    const candidates = isGlob(waiver.item) ? [] : things.items;
    const message = `no item matches ${quote(waiver.item)}, so this waives nothing`;
    log.warn(at('item'), message, {word: waiver.item, among: candidates});
  }
  if (waiver.env !== null && !things.environments.includes(waiver.env)) {
    const message = `the checklist has no environment ${quote(waiver.env)}`;
    log.error(at('env'), withDidYouMean(message, waiver.env, things.environments));
  }
  if (isByStranger(waiver, things.people)) {
    const message = `${quote(waiver.approver)} is not listed under people:, so this waives nothing`;
    log.warn(at('approver'), message, {word: waiver.approver, among: things.people});
  }
}
