import type {AttemptContext} from '../../model/attempt.ts';
import type {FactStore} from '../../model/facts/fact-store.ts';
import type {FileProbe, RepoFile, TerraformProbe, TerraformResource} from '../../model/facts/repo-facts.ts';
import {readInside} from './files.ts';
import {createHclParser} from './hcl-parser.ts';
import {declaredResources} from './terraform.ts';

export interface RepoOptions {
  /** The checklist's folder, absolute: paths are relative to it and stay below it. */
  readonly folder: string;
  readonly store: FactStore;
}

export interface Repo {
  files(context: AttemptContext): FileProbe;
  terraform(context: AttemptContext): TerraformProbe;
  /** Ends the thread that reads HCL. */
  close(): Promise<void>;
}

export function createRepo({folder, store}: RepoOptions): Repo {
  const parser = createHclParser();
  return {
    files: ({signal, factsNotBefore: notBefore}) => ({
      read: (path) =>
        store.get<RepoFile>(`repo:file:${path}`, async (stop) => ({path, text: await readInside(folder, path, stop)}), {
          signal,
          notBefore,
        }),
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
