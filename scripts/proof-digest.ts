import {createHash} from 'node:crypto';
import {globSync, readFileSync} from 'node:fs';
import {join} from 'node:path';

/** What `npm run test:exhaustive` proves by trying everything, or very much, and the proofs themselves. */
export const PROVEN_CODE = [
  'src/domain/listener-rules',
  'src/domain/network',
  'src/model/decision',
  'src/probes/wire/event-stream',
  'test/domain/listener-rules',
  'test/domain/network',
  'test/model/decision',
  'test/probes/wire/event-stream',
  'test/support/event-streams',
];

/** Next to the proofs: the digest of the code that they last held for. */
export const DIGEST_FILE = 'test/domain/proven-digest.txt';

/** Changes with the name or the content of any file in these folders. */
export function digestOf(root: string, folders: readonly string[] = PROVEN_CODE): string {
  const hash = createHash('sha256');
  const files = folders.flatMap((folder) => globSync(`${folder}/**/*.ts`, {cwd: root})).sort();
  for (const file of files) {
    const content = readFileSync(join(root, file));
    hash.update(`${file.replaceAll('\\', '/')}\n${content.length}\n`).update(content);
  }
  return hash.digest('hex');
}
