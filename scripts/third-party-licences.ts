/** The licences of third-party code in the bundle, which have to be distributed with it. */
import {globSync, readFileSync} from 'node:fs';
import {join} from 'node:path';

/** Licences that allow redistribution in a bundle under another licence, with their text. */
const KNOWN = ['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'BlueOak-1.0.0', 'ISC', 'MIT'];

interface Bundled {
  readonly name: string;
  readonly licence: string;
  readonly text: string;
}

/** Its text names no copyright holder, so one copy is enough; some AWS packages do not include it. */
const SAME_FOR_ALL = 'Apache-2.0';

/**
 * `files` are the paths of everything in the bundle, relative to the root. Throws for a package without a licence, with
 * an unknown one, or without its text.
 */
export function thirdPartyLicences(root: string, files: Iterable<string>): string {
  const folders = [...files].flatMap((file) => PACKAGE_FOLDER.exec(file)?.[0] ?? []);
  const found = [...new Set(folders)].sort().map((folder) => readLicence(join(root, folder)));
  const shared = found.find(({licence, text}) => licence === SAME_FOR_ALL && text !== '')?.text ?? '';
  const bundled = found.map((one) => (one.text === '' && one.licence === SAME_FOR_ALL ? {...one, text: shared} : one));
  const wrong = bundled.flatMap(({name, licence, text}) => [
    ...(KNOWN.includes(licence)
      ? []
      : [`${name}: its licence is ${licence || 'not given'}, not ${KNOWN.join(' or ')}`]),
    ...(text === '' ? [`${name}: the text of its licence is missing`] : []),
  ]);
  if (wrong.length > 0) throw new Error(`packages in the bundle that cannot be redistributed:\n${wrong.join('\n')}`);
  const parts = Array.from(
    Map.groupBy(bundled, ({text}) => text),
    ([text, packages]) => `${packages.map(({name, licence}) => `${name} (${licence})`).join('\n')}\n\n${text}`,
  );
  const head = 'migrate-check holds code of these packages, each under the licence that follows their names.';
  return `${[head, ...parts].join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}

/** Also for a package nested in another one. */
const PACKAGE_FOLDER = /^node_modules\/(?:.*node_modules\/)?(?:@[^/]+\/)?[^/]+(?=\/)/;

function readLicence(folder: string): Bundled {
  const {name, version, license}: {name: string; version: string; license?: string} = JSON.parse(
    readFileSync(join(folder, 'package.json'), 'utf8'),
  );
  const files = globSync('{LICEN[CS]E,License,license,licen[cs]e,COPYING,NOTICE}*', {cwd: folder}).sort();
  const texts = files.map((file) => readFileSync(join(folder, file), 'utf8').trim());
  return {name: `${name}@${version}`, licence: license ?? '', text: [...new Set(texts)].join('\n\n')};
}
