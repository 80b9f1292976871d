import {execFileSync} from 'node:child_process';
import {expect} from 'chai';

describe('the thread that parses, in a process of its own', () => {
  it('does not keep a process up that forgot to close it', () => {
    const source = import.meta.resolve('../../../src/probes/repo/parser-thread.ts');
    const code = `import {createParserThread} from ${JSON.stringify(source)};
      const {signal} = new AbortController();
      console.log(JSON.stringify(await createParserThread().parse({format: 'hcl', file: 'small.tf', text: 'resource "aws_lb" "main" {\\n  internal = true\\n}\\n'}, signal)));`;
    // A worker that inherited this option could not start.
    const printed = execFileSync(process.execPath, ['--input-type=module', '--eval', code], {encoding: 'utf8'});
    expect(JSON.parse(printed)).to.deep.equal({resource: {aws_lb: {main: [{internal: true}]}}});
  });
});
