import type {AttemptContext} from '../../model/attempt.ts';
import type {FactStore} from '../../model/facts/fact-store.ts';
import type {FileProbe, RepoFile, TerraformProbe, TerraformResource} from '../../model/facts/repo-facts.ts';
import {readInside} from './files.ts';
import {declaredResources} from './terraform.ts';

export interface RepoOptions {
  /** The checklist's folder, absolute: paths are relative to it and stay below it. */
  readonly folder: string;
  readonly store: FactStore;
}

export interface Repo {
  files(context: AttemptContext): FileProbe;
  terraform(context: AttemptContext): TerraformProbe;
}

export function createRepo({folder, store}: RepoOptions): Repo {
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
          (stop) => declaredResources(folder, globs, stop),
          {signal, notBefore},
        ),
    }),
  };
}
