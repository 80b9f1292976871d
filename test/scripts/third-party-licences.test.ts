import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect} from 'chai';
import {thirdPartyLicences} from '../../scripts/third-party-licences.ts';

describe('the licences of what is bundled', () => {
  let root: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'migrate-check-licences-'));
  });
  afterEach(() => rmSync(root, {recursive: true}));

  function given(folder: string, pjson: object, files: Readonly<Record<string, string>> = {}): string {
    const path = `node_modules/${folder}`;
    mkdirSync(join(root, path), {recursive: true});
    const name = folder.split('node_modules/').at(-1);
    writeFileSync(join(root, path, 'package.json'), JSON.stringify({name, version: '1.0.0', ...pjson}));
    for (const [file, text] of Object.entries(files)) writeFileSync(join(root, path, file), text);
    return `${path}/dist/index.js`;
  }

  it('hold each package once, also one within another, and none of our own', () => {
    const inputs = [
      given('@scope/a', {license: 'MIT'}, {LICENSE: 'of a', NOTICE: 'and a notice'}),
      'node_modules/@scope/a/dist/other.js',
      given('b/node_modules/c', {license: 'ISC'}, {'licence.md': 'of c'}),
      'src/index.ts',
      'seldom-used:undici?src/x.ts',
    ];
    const text = thirdPartyLicences(root, inputs);
    expect(text).to.contain('@scope/a@1.0.0 (MIT)\n\nof a\n\nand a notice\n');
    expect(text).to.contain('c@1.0.0 (ISC)\n\nof c\n');
    expect(text.match(/@1\.0\.0/g)).to.have.length(2);
  });

  it('are shared where the text is the same for all who use it', () => {
    const inputs = [given('a', {license: 'Apache-2.0'}), given('b', {license: 'Apache-2.0'}, {LICENSE: 'of all'})];
    expect(thirdPartyLicences(root, inputs)).to.contain('a@1.0.0 (Apache-2.0)\nb@1.0.0 (Apache-2.0)\n\nof all\n');
  });

  it('fail the build where one is missing, unknown, or without its text', () => {
    const inputs = [
      given('none', {}, {LICENSE: 'text'}),
      given('unknown', {license: 'GPL-3.0'}, {LICENSE: 'text'}),
      given('no-text', {license: 'MIT'}),
    ];
    expect(() => thirdPartyLicences(root, inputs))
      .to.throw(/none@1\.0\.0: its licence is not given/)
      .with.property('message')
      .that.matches(/unknown@1\.0\.0: its licence is GPL-3\.0/)
      .and.matches(/no-text@1\.0\.0: the text of its licence is missing/);
  });
});
