import {globSync} from 'node:fs';
import {join, sep} from 'node:path';
import {expect} from 'chai';
import {WALLS} from '../../lint/walls.ts';
import {DEEPEST} from '../../scripts/walls.ts';

const src = join(import.meta.dirname, '../../src');

describe('the table of walls', () => {
  it('has every folder of src/', () => {
    const folders = globSync('*/', {cwd: src}).map((folder) => folder.replace(/[\\/]$/, ''));
    expect(Object.keys(WALLS).sort()).to.deep.equal(folders.sort());
  });

  it('reaches every file of a room', () => {
    const depths = globSync('*/**/*.ts', {cwd: src}).map((file) => file.split(sep).length - 2);
    expect(Math.max(...depths)).to.be.at.most(DEEPEST);
  });
});
