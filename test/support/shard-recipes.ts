import {readFileSync} from 'node:fs';
import {join} from 'node:path';

/** The two files in YAML that docs/shards.md shows. */
export function shardRecipes(): {readonly workflow: string; readonly indexedJob: string} {
  const page = readFileSync(join(import.meta.dirname, '../../docs/shards.md'), 'utf8');
  const blocks = [...page.matchAll(/^```yaml\n(.*?)^```$/gms)].map(([, text = '']) => text);
  const [workflow, indexedJob, ...others] = blocks;
  if (workflow === undefined || indexedJob === undefined || others.length > 0) {
    throw new Error(`docs/shards.md has ${blocks.length} files in YAML, not a workflow and a Job`);
  }
  return {workflow, indexedJob};
}
