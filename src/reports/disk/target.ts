import {closeSync, lstatSync, openSync, readlinkSync, realpathSync, statSync} from 'node:fs';
import {basename, dirname, join, resolve} from 'node:path';

/** A file to be replaced, with the mode of the one that is there. */
export interface FileTarget {
  readonly kind: 'file';
  readonly path: string;
  readonly mode: number | null;
}

/** A file, or a device or pipe, which is written to. */
export type Target = FileTarget | {readonly kind: 'stream'; readonly path: string};

const MOST_LINKS = 40;

/** What a path leads to, links followed. @throws when nothing can be written there. */
export function targetOf(path: string): Target {
  // These names lead to what is open already, even where that is a file.
  if (/^\/dev\/(?:fd\/|stdout$|stderr$)|^\/proc\/[^/]+\/fd\//.test(path)) return {kind: 'stream', path};
  const target = throughLinks(resolve(path));
  const existing = statSync(target, {throwIfNoEntry: false});
  if (existing === undefined) return {kind: 'file', path: target, mode: null};
  if (existing.isDirectory()) throw Object.assign(new Error('it is a folder'), {code: 'EISDIR'});
  if (!existing.isFile()) return {kind: 'stream', path: target};
  // Moving over a read-only file would succeed, which is not what its owner wants.
  closeSync(openSync(target, 'r+'));
  return {kind: 'file', path: target, mode: existing.mode & 0o7777};
}

/** Where a path leads, whether or not there is anything. */
function throughLinks(path: string, links = 0): string {
  const here = join(realpathSync(dirname(path)), basename(path));
  if (lstatSync(here, {throwIfNoEntry: false})?.isSymbolicLink() !== true) return here;
  if (links === MOST_LINKS) throw new Error('its links lead in a circle');
  return throughLinks(resolve(dirname(here), readlinkSync(here)), links + 1);
}
