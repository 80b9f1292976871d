import {open} from 'node:fs/promises';
import {lost, openOrRefuse} from './failures.ts';
import {proveWritable, replace, replaceSync} from './replace.ts';
import {Lines, openStream, writeToStream} from './stream.ts';
import {type Target, targetOf} from './target.ts';

/** A place for one report, known to be writable, where nothing is ever seen half written. */
export interface ReportFile {
  /** @throws ReportLost when it cannot be written any more. */
  write(text: string): Promise<void>;
}

/** A place for lines that are written while the work goes on. */
export interface LineFile {
  /** Returns at once; what goes wrong is said at the end. */
  append(text: string): void;
  /** Writes the last text. @throws ReportLost when not all could be written. */
  end(text: string): Promise<void>;
}

/**
 * Makes sure that a report can be written to `path`, links followed, and puts `meanwhile` there until it is; null leaves
 * what is there. `taken` are the places of this run's other documents, to which this one is added.
 * @throws UsageError when the path cannot be written, saying why.
 */
export async function openReportFile(path: string, meanwhile: string | null, taken: Set<string>): Promise<ReportFile> {
  return await openOrRefuse(path, async () => {
    const target = takenOnce(path, taken);
    if (target.kind === 'file') {
      if (meanwhile === null) proveWritable(target);
      else replaceSync(target, meanwhile);
      return {write: (text) => replace(target, text).catch(lost(path))};
    }
    const stream = await openStream(target.path);
    return {write: (text) => writeToStream(stream, text).catch(lost(path))};
  });
}

function takenOnce(path: string, taken: Set<string>): Target {
  const target = targetOf(path);
  if (taken.has(target.path)) throw new Error('another document of this run goes there');
  taken.add(target.path);
  return target;
}

/** As {@link openReportFile}, for a document that is written line by line. It begins with `meanwhile`. */
export async function openLineFile(path: string, meanwhile: string, taken: Set<string>): Promise<LineFile> {
  const target = await openOrRefuse(path, async () => {
    const found = takenOnce(path, taken);
    if (found.kind === 'file') replaceSync(found, meanwhile);
    return {file: found.kind === 'file' ? await open(found.path, 'a') : await openStream(found.path), kind: found.kind};
  });
  const lines = new Lines(target.file);
  if (target.kind === 'stream') lines.append(meanwhile);
  return {
    append: (text) => lines.append(text),
    end: (text) => lines.end(text).catch(lost(path)),
  };
}
