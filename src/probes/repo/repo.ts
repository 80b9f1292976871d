import type {AttemptContext} from '../../model/attempt.ts';
import type {FactStore} from '../../model/facts/fact-store.ts';
import type {
  FileProbe,
  MarkdownFile,
  MarkdownHeading,
  RepoFile,
  TerraformProbe,
  TerraformResource,
} from '../../model/facts/repo-facts.ts';
import {readInside} from './files.ts';
import {createParserThread} from './parser-thread.ts';
import {declaredResources} from './terraform.ts';

export interface RepoOptions {
  /** The checklist's folder, absolute: paths are relative to it and stay below it. */
  readonly folder: string;
  readonly store: FactStore;
}

export interface Repo {
  files(context: AttemptContext): FileProbe;
  terraform(context: AttemptContext): TerraformProbe;
  /** Ends the parser thread. */
  close(): Promise<void>;
}

export function createRepo({folder, store}: RepoOptions): Repo {
  const parser = createParserThread();
  const headingsOf = async (path: string, signal: AbortSignal): Promise<MarkdownFile> => {
    const text = await readInside(folder, path, signal);
    if (text === null) return {path, headings: null};
    const headings = await parser.parse({format: 'markdown', file: path, text}, signal);
    return {path, headings: headings as unknown as readonly MarkdownHeading[]};
  };
  return {
    files: ({signal, factsNotBefore: notBefore}) => ({
      read: (path) =>
        store.get<RepoFile>(`repo:file:${path}`, async (stop) => ({path, text: await readInside(folder, path, stop)}), {
          signal,
          notBefore,
        }),
      headings: (path) =>
        store.get<MarkdownFile>(`repo:headings:${path}`, (stop) => headingsOf(path, stop), {signal, notBefore}),
    }),
    terraform: ({signal, factsNotBefore: notBefore}) => ({
      resources: (globs) =>
        store.get<readonly TerraformResource[]>(
          `repo:terraform:${globs.join(',')}`,
          (stop) => declaredResources(folder, globs, {parser, signal: stop}),
          {signal, notBefore},
        ),
    }),
    close: () => parser.close(),
  };
}
