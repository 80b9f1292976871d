import {mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {type LoadedChecklist, type LoadOptions, loadChecklist} from '../../src/checklist/load.ts';
import {problemText} from '../../src/render/problem-text.ts';
import {FAKE_CHECKS} from './fake-checks.ts';

export type Files = Readonly<Record<string, string | Buffer>>;

/** Loads `checklist.yaml` (or `file`) of a folder with these files; `problems` as a person sees them, the folder's path cut off. */
export async function linted(
  files: Files,
  options: Partial<LoadOptions> = {},
): Promise<LoadedChecklist & {readonly text: string}> {
  const folder = await mkdtemp(join(tmpdir(), 'checklist-'));
  try {
    for (const [name, content] of Object.entries(files)) {
      await mkdir(dirname(join(folder, name)), {recursive: true});
      await writeFile(join(folder, name), content);
    }
    const loaded = await loadChecklist({
      checks: FAKE_CHECKS,
      environment: null,
      vars: {},
      processEnv: {},
      ...options,
      file: join(folder, options.file ?? 'checklist.yaml'),
      varFiles: (options.varFiles ?? []).map((name) => join(folder, name)),
    });
    return {...loaded, text: loaded.problems.map(problemText).join('\n').replaceAll(`${folder}/`, '')};
  } finally {
    await rm(folder, {recursive: true});
  }
}

/** A whole checklist around some items, which begin on line 16. */
export function checklistWith(items: string): string {
  return `version: 1
title: Move it
vars:
  host: mcp.example.com
resources:
  alb:
    loadBalancer: central
  zone:
    hostedZone: example.com
  service:
    cluster: main
    service: web
people:
  ops: [mg, jd]
items:
${items}`;
}
