import {basename, join} from 'node:path';
import {isDeepStrictEqual} from 'node:util';
import {CannotTell} from '../../model/errors.ts';
import type {TerraformVariable} from '../../model/facts/repo-facts.ts';
import type {Json} from '../../model/outcome.ts';
import type {Readable} from './files.ts';
import {isObject} from './terraform-blocks.ts';
import {type Document, filesIn, type Reading, readDocument} from './terraform-files.ts';

const FIRST = ['terraform.tfvars', 'terraform.tfvars.json'];

/** Where files of values are kept that are given with `-var-file`, below the root module as well as in it. */
const FOLDERS_OF_OTHERS = ['.', 'config', 'env', 'environments', 'envs', 'tfvars', 'values', 'variables', 'vars'];

const IN_A_PLAN = 'what counts is in the JSON of a plan: give `plan` in place of `files` (`terraform show -json`)';

/**
 * As set by the files that Terraform reads by itself, the last of which counts.
 *
 * @throws {CannotTell} where another file beside them sets it otherwise, which counts where `-var-file` names it.
 */
export async function terraformVariable(
  readable: Readable,
  folder: string,
  name: string,
  reading: Reading,
): Promise<TerraformVariable> {
  const isWanted = (file: string) => FIRST.includes(file) || /\.auto\.tfvars(?:\.json)?$/.test(file);
  const files = await filesIn(readable, folder, isWanted);
  const isFirst = (file: string) => FIRST.includes(basename(file));
  const inOrder = [...files.filter(isFirst), ...files.filter((file) => !isFirst(file))];
  let found: TerraformVariable = {file: null, setTo: null};
  for (const file of inOrder) {
    const read = await readDocument(readable, file, reading);
    if (read === null) continue;
    const setTo = valueIn(read, name);
    if (setTo !== undefined) found = {file, setTo};
  }
  if (found.file === null) return found;
  const isOther = (file: string) => /\.tfvars(?:\.json)?$/.test(file) && !isWanted(file);
  const others = await Promise.all(FOLDERS_OF_OTHERS.map((below) => filesIn(readable, join(folder, below), isOther)));
  for (const file of others.flat()) {
    const read = await readDocument(readable, file, reading);
    const setTo = read === null ? undefined : valueIn(read, name);
    if (setTo === undefined || isDeepStrictEqual(setTo, found.setTo)) continue;
    throw new CannotTell(
      `${found.file} sets var.${name}, and ${file} sets it otherwise, which counts where Terraform is given that file (\`-var-file\`)`,
      IN_A_PLAN,
    );
  }
  return found;
}

function valueIn(read: Document, name: string): Json | undefined {
  if ('problem' in read) throw new CannotTell(`${read.problem}: it may set var.${name}`, 'correct the file');
  const {document} = read;
  return isObject(document) && Object.hasOwn(document, name) ? (document[name] ?? null) : undefined;
}
