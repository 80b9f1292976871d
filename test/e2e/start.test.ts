import {expect} from 'chai';
import {runTool} from './support/tool.ts';

describe("e2e: a newcomer's first command", function () {
  this.timeout(120_000);

  it('runs the shipped checklist on the built-in world, passes, and says that it is a lab', async () => {
    const {code, stdout, stderr} = await runTool(['lab']);
    expect(stderr).to.match(/\bLAB\b/);
    expect(stdout).to.equal('');
    expect(code).to.equal(0);
  });

  it('finds what is wrong in a broken one', async () => {
    const {code, stderr} = await runTool(['lab', 'rule-order']);
    expect(stderr).to.include('sse-rule-wins');
    expect(code).to.equal(1);
  });
});
