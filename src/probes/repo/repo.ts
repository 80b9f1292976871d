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
import {type Readable, readReadable} from './files.ts';
import {createParserThread} from './parser-thread.ts';
import {declaredResources} from './terraform.ts';

export interface RepoOptions extends Readable {
  readonly store: FactStore;
}

export interface Repo {
  files(context: AttemptContext): FileProbe;
  terraform(context: AttemptContext): TerraformProbe;
  /** Ends the parser thread. */
  close(): Promise<void>;
}

export function createRepo({store, ...readable}: RepoOptions): Repo {
  const parser = createParserThread();
  const headingsOf = async (path: string, signal: AbortSignal): Promise<MarkdownFile> => {
    const text = await readReadable(readable, path, signal);
    if (text === null) return {path, headings: null};
    const headings = await parser.parse({format: 'markdown', file: path, text}, signal);
    return {path, headings: headings as unknown as readonly MarkdownHeading[]};
  };
  return {
    files: ({signal, factsNotBefore: notBefore}) => ({
      read: (path) =>
        store.get<RepoFile>(
          `repo:file:${path}`,
          async (stop) => ({path, text: await readReadable(readable, path, stop)}),
          {signal, notBefore},
        ),
      headings: (path) =>
        store.get<MarkdownFile>(`repo:headings:${path}`, (stop) => headingsOf(path, stop), {signal, notBefore}),
    }),
    terraform: ({signal, factsNotBefore: notBefore}) => ({
      resources: (globs) =>
        store.get<readonly TerraformResource[]>(
          `repo:terraform:${globs.join(',')}`,
          (stop) => declaredResources(readable, globs, {parser, signal: stop}),
          {signal, notBefore},
        ),
    }),
    close: () => parser.close(),
  };
}
