import type {Json} from '../model/outcome.ts';
import type {FileKind} from '../model/params.ts';
import {READABLE_PATHS, type ReadableFolders, staticPartOf} from '../model/readable-folders.ts';
import {quote} from './phrases.ts';
import type {ValueLocation} from './schema/validate.ts';
import type {Path} from './yaml/node.ts';

/** A file, or a glob of files, that a checklist names. */
export interface NamedFile {
  /** As written, after interpolation. */
  readonly text: string;
  readonly kind: FileKind;
  readonly path: Path;
  readonly where: ValueLocation;
}

/** The files that the params of an item name. What is no text, or waits for an input, is left out. */
export function namedFiles(
  params: ReadonlyMap<string, FileKind>,
  value: Readonly<Record<string, Json>>,
  where: ValueLocation,
): NamedFile[] {
  return [...params].flatMap(([param, kind]) => {
    const written = value[param];
    const texts: readonly (readonly [Json | undefined, Path])[] = Array.isArray(written)
      ? written.map((text: Json, index) => [text, [param, index]])
      : [[written, [param]]];
    return texts.flatMap(([text, path]) =>
      typeof text !== 'string' || text === '' || where.isUnset(path) ? [] : [{text, kind, path, where}],
    );
  });
}

/** Reports the files that must not be read, as far as that can be known before the run: of a glob, its fixed folders. */
export async function checkNamedFiles(files: readonly NamedFile[], readable: ReadableFolders): Promise<void> {
  for (const {text, kind, path, where} of files) {
    // What cannot be followed is for the run to say.
    const resolved = await readable.resolve(kind === 'globs' ? staticPartOf(text) : text).catch(() => null);
    if (resolved === null || !('refusal' in resolved)) continue;
    where.error(path, 'value', `${where.name}.${path[0]}: ${quote(text)} ${resolved.refusal}; ${READABLE_PATHS}`);
  }
}
