import {mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect} from 'chai';
import {keepNeededDeclarations} from '../../scripts/needed-declarations.ts';

describe('the declarations that are kept', () => {
  it('are those that the doors lead to, by whatever way', () => {
    const folder = mkdtempSync(join(tmpdir(), 'migrate-check-types-'));
    try {
      const files = {
        'index.d.ts': "export {type A} from './deep/a.ts';\nimport type {z} from 'zod';\n",
        'deep/a.d.ts': 'export type A = import("../b.ts").B;\n',
        'b.d.ts': "import './index.ts';\nexport type B = string;\n",
        'c.d.ts': "export * from './b.ts';\n",
      };
      mkdirSync(join(folder, 'deep'));
      for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
      keepNeededDeclarations(folder, ['index.d.ts']);
      expect(readdirSync(folder).sort()).to.deep.equal(['b.d.ts', 'deep', 'index.d.ts']);
      expect(readdirSync(join(folder, 'deep'))).to.deep.equal(['a.d.ts']);
    } finally {
      rmSync(folder, {recursive: true});
    }
  });
});
