/** The licences of what the bundle holds of others: they ask to come along with the code. */
import {globSync, readFileSync} from 'node:fs';
import {join} from 'node:path';

/** Those that let the code be passed on in a bundle of another licence, with its text. */
const KNOWN = ['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'BlueOak-1.0.0', 'ISC', 'MIT'];

interface Bundled {
  readonly name: string;
  readonly licence: string;
  readonly text: string;
}

/** Names nobody in its text, so that one copy does for all that is under it; some packages of AWS bring none. */
const SAME_FOR_ALL = 'Apache-2.0';

/**
 * `files` are the paths of all that is in the bundle, from the root. Throws for a package that says no licence or one
 * that is not known here, and for one without its text.
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
    ...(text === '' ? [`${name}: the text of its licence is not there`] : []),
  ]);
  if (wrong.length > 0) throw new Error(`packages in the bundle that cannot be passed on:\n${wrong.join('\n')}`);
  const parts = Array.from(
    Map.groupBy(bundled, ({text}) => text),
    ([text, packages]) => `${packages.map(({name, licence}) => `${name} (${licence})`).join('\n')}\n\n${text}`,
  );
  const head = 'migrate-check holds code of these packages, each under the licence that follows their names.';
  return `${[head, ...parts].join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}

/** Also where one package brings another of its own. */
const PACKAGE_FOLDER = /^node_modules\/(?:.*node_modules\/)?(?:@[^/]+\/)?[^/]+(?=\/)/;

function readLicence(folder: string): Bundled {
  const {name, version, license}: {name: string; version: string; license?: string} = JSON.parse(
    readFileSync(join(folder, 'package.json'), 'utf8'),
  );
  const files = globSync('{LICEN[CS]E,License,license,licen[cs]e,COPYING,NOTICE}*', {cwd: folder}).sort();
  const texts = files.map((file) => readFileSync(join(folder, file), 'utf8').trim());
  return {name: `${name}@${version}`, licence: license ?? '', text: [...new Set(texts)].join('\n\n')};
}
