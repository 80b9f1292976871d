import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';
import {expect} from 'chai';
import {checklistJsonSchema} from '../../src/checklist/schema/json-schema.ts';
import {FAKE_CHECKS} from './fake-checks.ts';
import {YamlLanguageServer} from './yaml-language-server.ts';

const HEAD = `# yaml-language-server: $schema=./checklist.schema.json
version: 1
title: Move it
vars: {host: mcp.example.com}
items:
`;

describe('checklist in an editor', () => {
  let folder: string;
  let server: YamlLanguageServer;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'editor-'));
    await writeFile(join(folder, 'checklist.schema.json'), JSON.stringify(checklistJsonSchema(FAKE_CHECKS)));
    server = await YamlLanguageServer.start();
  });

  after(async () => {
    await server.stop();
    await rm(folder, {recursive: true});
  });

  /** Opens a checklist with `|` at the cursor; resolves to the labels that are offered there. */
  async function offered(name: string, items: string): Promise<string[]> {
    const text = HEAD + items;
    const uri = pathToFileURL(join(folder, name)).href;
    const before = text.slice(0, text.indexOf('|')).split('\n');
    await server.open(uri, text.replace('|', ''));
    const completions = await server.complete(uri, before.length - 1, before.at(-1)?.length ?? 0);
    return completions.map(({label}) => label);
  }

  it('completes the ids of checks', async () => {
    const labels = await offered('ids.yaml', '  - id: one\n    title: One\n    check: |\n');
    expect(labels).to.include.members(FAKE_CHECKS.map(({id}) => id));
  });

  it('completes the params of the check that is named, and no others', async () => {
    const item = '  - id: one\n    title: One\n    check: ec2/port-open-to\n    with:\n      |\n';
    const labels = await offered('params.yaml', item);
    expect(labels).to.include.members(['alb', 'port', 'from']);
    expect(labels).not.to.include.members(['url', 'status']);
  });

  it('completes a second param after the first, deep in a group', async () => {
    const item = `  - id: all
    title: All
    items:
      - id: one
        title: One
        check: http/responds
        with:
          url: https://\${vars.host}/
          |
`;
    const labels = await offered('deep.yaml', item);
    expect(labels).to.include.members(['status', 'method', 'within']);
    expect(labels).not.to.include('port');
  });

  it('accepts an interpolation where a number is wanted and underlines a wrong key', async () => {
    const item = (params: string) => `  - {id: one, title: One, check: ec2/port-open-to, with: {${params}}}\n`;
    const good = item(`alb: alb, from: 10.0.0.0/8, port: "\${vars.port}"`);
    const uri = (name: string) => pathToFileURL(join(folder, name)).href;
    expect(await server.open(uri('good.yaml'), HEAD + good)).to.deep.equal([]);
    const bad = item('alb: alb, from: 10.0.0.0/8, prot: 443');
    const messages = await server.open(uri('bad.yaml'), HEAD + bad);
    expect(messages.join('\n')).to.include('Property prot is not allowed');
  });
});
