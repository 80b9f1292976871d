import {readdir, readlink} from 'node:fs/promises';
import {basename, dirname, extname} from 'node:path';
import {messageOf} from '../../model/errors.ts';
import {didYouMean} from '../../model/text/did-you-mean.ts';
import {plainText} from '../../model/text/plain-text.ts';
import {someOf} from '../../model/text/some-of.ts';
import {MOST_NAMED} from '../../model/text/there-are.ts';

/** Names that the ends of a file's name stand for alike. */
const ALIKE: readonly (readonly string[])[] = [
  ['.yaml', '.yml'],
  ['.pem', '.crt', '.cer'],
];

/** Why a file that a person named could not be read, in words that say what is there. `thrown` is what reading it threw. */
export async function whyNotRead(path: string, thrown: unknown): Promise<string> {
  // Only what the system says has a code; anything else was refused in our own words.
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : null;
  if (code === null) return messageOf(thrown);
  if (code === 'ENOENT' || code === 'ENOTDIR') return await noSuchFile(path);
  if (code === 'EACCES' || code === 'EPERM') return 'cannot be read: permission denied';
  if (code === 'EISDIR') return IS_A_FOLDER;
  if (code === 'ELOOP') return 'cannot be read: its links lead in a circle';
  return `cannot be read: ${messageOf(thrown)}`;
}

export const NO_SUCH_FILE = 'there is no such file';
export const IS_A_FOLDER = 'is a folder, not a file; name the file in it';

/** The near miss in its folder, or else the files of its kind there. */
async function noSuchFile(path: string): Promise<string> {
  const target = await readlink(path).catch(() => null);
  if (target !== null) return `is a link to ${plainText(target, 200)}, where there is no file`;
  const folder = await readdir(dirname(path), {withFileTypes: true}).catch(() => null);
  if (folder === null) return 'there is no such file, and no such folder';
  const names = folder.filter((entry) => !entry.isDirectory()).map(({name}) => plainText(name, 80));
  const near = didYouMean(basename(path), names);
  if (near !== '') return `there is no such file.${near}`;
  const kinds = ALIKE.find((alike) => alike.includes(extname(path))) ?? [extname(path)];
  const like = names.filter((name) => kinds.includes(extname(name))).toSorted();
  return extname(path) === '' || like.length === 0
    ? NO_SUCH_FILE
    : `there is no such file. In its folder: ${someOf(like, MOST_NAMED)}.`;
}
