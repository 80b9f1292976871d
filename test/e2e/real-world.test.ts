import path from 'node:path';
import {expect} from 'chai';
import type {ItemReport, Report} from '../../src/model/report.ts';
import {ACCOUNTS} from './support/aws-identities.ts';
import {HOSTS, inTheRealWorld, QUICK} from './support/real-world.ts';
import {copyChecklist} from './support/shipped-checklist.ts';
import {runReport, runTool} from './support/tool.ts';

describe('e2e: the shipped checklist on an AWS emulator and behind nginx', function () {
  this.timeout(180_000);
  const real = inTheRealWorld();

  describe('on the right world', () => {
    it('passes every item, knows both accounts, and holds only because it was pointed there', async () => {
      const {code, report} = await real.look();
      expect(notPassed(report)).to.deep.equal([]);
      expect(code).to.equal(0);
      expect(report.mode).to.equal('overridden');
      expect(report.overrides).to.deep.equal([
        '--var heartbeat',
        `--endpoint-url ${real.moto.url}`,
        ...Object.keys(HOSTS).map((host) => `--connect-to ${host}:443:127.0.0.1:${real.nginx.port}`),
        `--ca-file ${real.nginx.caFile}`,
      ]);
      expect(report.decision).to.include({verdict: 'hold', wouldBe: 'proceed'});
      expect(report.accounts.map(({name, id}) => [name, id])).to.deep.equal(Object.entries(ACCOUNTS));
    });

    it('needs no other permission than those that `iam` prints for each account', async () => {
      const {code: printed, stdout} = await runTool(['iam', '--json'], {cwd: real.folder});
      expect(printed).to.equal(0);
      const policies: Record<string, {Statement: {Action: string[]}[]}> = JSON.parse(stdout);
      expect(Object.keys(policies)).to.deep.equal(Object.keys(ACCOUNTS));
      const actionsIn = (name: string) => policies[name]?.Statement.flatMap(({Action}) => Action) ?? [];
      await real.rebuild({allowed: {platform: actionsIn('platform'), dns: actionsIn('dns')}});
      await real.moto.requirePermissions();
      const {code, report} = await real.look();
      expect(notPassed(report)).to.deep.equal([]);
      expect(code).to.equal(0);
    });

    it('waits for people: without their sign-offs their items are pending and the exit code is 4', async () => {
      await copyChecklist(real.folder);
      const {code, report} = await real.look();
      const open = report.items.filter(({status}) => status === 'pending');
      expect(open).to.not.deep.equal([]);
      for (const item of open) expect(item.manual, item.id).to.not.equal(null);
      expect(report.summary).to.include({fail: 0, error: 0});
      expect(code).to.equal(4);
      expect(report.decision).to.include({verdict: 'hold', wouldBe: 'hold'});
    });
  });

  it('replays what it recorded, with no server to ask', async () => {
    await real.world.breaks['port-closed']();
    const file = path.join(real.folder, 'facts.json');
    const {report: recorded} = await real.look({args: ['--record', file]});
    const {code, report: replayed} = await runReport(['--stage', 'ready', ...QUICK, '--replay', file], {
      cwd: real.folder,
    });
    expect(replayed.mode).to.equal('replay');
    expect(replayed.items.map(essence)).to.deep.equal(recorded.items.map(essence));
    expect(code).to.equal(1);
  });
});

/** Due items that did not pass, with their reason, for the output of a failing test. */
function notPassed(report: Report): readonly string[] {
  return report.items
    .filter(({status}) => status !== 'pass' && status !== 'not-due')
    .map(({id, status, summary}) => `${id}: ${status}: ${summary}`);
}

function essence({id, status, summary, blockedBy}: ItemReport): object {
  return {id, status, summary, blockedBy};
}
