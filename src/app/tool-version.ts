import {readFileSync} from 'node:fs';

/** The version in package.json, whether run from the sources, from a build or from an installed package. */
export function toolVersion(): string {
  const pjson: {version: string} = JSON.parse(
    readFileSync(new URL(import.meta.resolve('#package/package.json')), 'utf8'),
  );
  return pjson.version;
}
