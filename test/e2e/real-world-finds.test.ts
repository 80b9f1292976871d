import {expect} from 'chai';
import {SCENARIOS} from '../../src/lab/scenarios.ts';
import type {AwsFault} from './support/aws-world.ts';
import {idsOf, inTheRealWorld} from './support/real-world.ts';
import {LEFT_OUT} from './support/shipped-checklist.ts';

describe('e2e: the shipped checklist on an AWS emulator and behind nginx finds', function () {
  this.timeout(180_000);
  const real = inTheRealWorld();

  for (const scenario of SCENARIOS.filter(({name}) => name !== 'healthy')) {
    // What a stage changes is tried in the lab for each; here it is what the emulator's world shows.
    const stages = scenario.name === 'rule-order' ? (['ready', 'cutover'] as const) : (['cutover'] as const);
    for (const stage of stages) {
      const expected = scenario.expected[stage];
      it(`${scenario.name} at ${stage}: ${expected.failed} fails, what needs it is blocked`, async () => {
        const {faults = []} = scenario.setup.server;
        const isOfAws = scenario.name !== 'idle-cut' && faults.length === 0;
        if (isOfAws) await real.world.breaks[scenario.name as AwsFault]();
        const sick = faults.length === 0 ? real.nginxThatCuts : await real.startProxiedServer('1s', faults);
        const {code, report} = await real.look({stage, proxy: isOfAws ? real.nginx : sick});
        expect(idsOf(report, 'fail')).to.deep.equal([expected.failed]);
        expect(idsOf(report, 'blocked')).to.deep.equal(expected.blocked.filter((id) => !(id in LEFT_OUT)));
        expect(idsOf(report, 'error')).to.deep.equal([]);
        expect(code).to.equal(expected.exitCode);
        expect(report.decision).to.include({verdict: 'hold', wouldBe: expected.wouldBe});
      });
    }
  }
});
