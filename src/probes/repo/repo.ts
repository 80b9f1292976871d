import type {AttemptContext} from '../../model/attempt.ts';
import type {FactStore} from '../../model/facts/fact-store.ts';
import type {
  FileProbe,
  MarkdownFile,
  RepoFile,
  TerraformCode,
  TerraformPlan,
  TerraformProbe,
  TerraformVariable,
} from '../../model/facts/repo-facts.ts';
import {type Readable, readReadable} from './files.ts';
import {createParserThread} from './parser-thread.ts';
import {terraformCode} from './terraform.ts';
import {terraformPlan} from './terraform-plans.ts';
import {terraformVariable} from './terraform-variables.ts';

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
  const markdownOf = async (path: string, signal: AbortSignal): Promise<MarkdownFile> => {
    const text = await readReadable(readable, path, signal);
    if (text === null) return {path, headings: null, comments: null};
    const read = await parser.parse({format: 'markdown', file: path, text}, signal);
    return {path, ...(read as unknown as Omit<MarkdownFile, 'path'>)};
  };
  return {
    files: ({signal, factsNotBefore: notBefore}) => ({
      read: (path) =>
        store.get<RepoFile>(
          `repo:file:${path}`,
          async (stop) => ({path, text: await readReadable(readable, path, stop)}),
          {signal, notBefore},
        ),
      markdown: (path) =>
        store.get<MarkdownFile>(`repo:markdown:${path}`, (stop) => markdownOf(path, stop), {signal, notBefore}),
    }),
    terraform: ({signal, factsNotBefore: notBefore}) => ({
      code: (globs) =>
        store.get<TerraformCode>(
          `repo:terraform:${globs.join(',')}`,
          (stop) => terraformCode(readable, globs, {parser, signal: stop}),
          {signal, notBefore},
        ),
      variable: (folder, name) =>
        store.get<TerraformVariable>(
          `repo:variable:${name}:${folder}`,
          (stop) => terraformVariable(readable, folder, name, {parser, signal: stop}),
          {signal, notBefore},
        ),
      plan: (path, types) =>
        store.get<TerraformPlan>(
          `repo:plan:${types.join(',')}:${path}`,
          (stop) => terraformPlan(readable, path, types, {parser, signal: stop}),
          {signal, notBefore},
        ),
    }),
    close: () => parser.close(),
  };
}
