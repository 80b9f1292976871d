import {basename} from 'node:path';
import {CannotTell} from '../../model/errors.ts';
import type {TerraformVariable} from '../../model/facts/repo-facts.ts';
import type {Readable} from './files.ts';
import {isObject} from './terraform-blocks.ts';
import {filesIn, type Reading, readDocument} from './terraform-files.ts';

const FIRST = ['terraform.tfvars', 'terraform.tfvars.json'];

/** As set by the files that Terraform reads by itself, the last of which counts. */
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
    if ('problem' in read) throw new CannotTell(`${read.problem}: it may set var.${name}`, 'correct the file');
    const {document} = read;
    if (isObject(document) && Object.hasOwn(document, name)) found = {file, setTo: document[name] ?? null};
  }
  return found;
}
