import {expect} from 'chai';
import {READER_ACTIONS} from './support/aws-identities.ts';
import {idsOf, inTheRealWorld, type Looking} from './support/real-world.ts';
import {copyChecklist, READERS, signOffEverything} from './support/shipped-checklist.ts';

describe('e2e: the shipped checklist on an AWS emulator is never green when AWS does not tell', function () {
  this.timeout(180_000);
  const real = inTheRealWorld();
  const AWS_ITEMS = ['dns-record', 'certificate-covers-host', 'internet-facing', 'port-443-open', 'sse-rule-wins'];

  async function expectErrors(looking: Looking, ids: readonly string[], says: RegExp): Promise<void> {
    const {code, report} = await real.look(looking);
    expect(idsOf(report, 'error')).to.include.members([...ids]);
    for (const item of report.items.filter(({id}) => ids.includes(id))) expect(item.summary, item.id).to.match(says);
    expect(idsOf(report, 'fail')).to.deep.equal([]);
    expect(code).to.equal(3);
    expect(report.decision).to.include({verdict: 'hold', wouldBe: 'hold'});
  }

  it('a permission is missing: says which', async () => {
    await real.rebuild({
      allowed: {platform: READER_ACTIONS.filter((action) => action !== 'elasticloadbalancing:DescribeRules')},
    });
    await real.moto.requirePermissions();
    await expectErrors({}, ['sse-rule-wins', 'api-rule-wins'], /elasticloadbalancing:DescribeRules/);
  });

  it('the credentials are those of another account', async () => {
    await copyChecklist(real.folder, {platform: 'profile: default', dns: 'profile: default'});
    await signOffEverything(real.folder);
    await expectErrors({}, ['dns-record'], /444444444444.*111111111111|111111111111.*444444444444/);
  });

  // Where the load balancer can't be read, this one would be held for 67 s.
  const args = ['--skip', 'stream-outlives-idle-timeout'];

  it('there are no credentials', async () => {
    await expectErrors({env: {}, args}, AWS_ITEMS, /credentials/i);
  });

  it('the load balancer is in another region', async () => {
    await copyChecklist(real.folder, READERS, 'eu-west-1');
    await signOffEverything(real.folder);
    await expectErrors({args}, ['internet-facing', 'sse-rule-wins'], /central-alb.*eu-west-1|eu-west-1.*central-alb/);
  });

  it('the endpoint refuses connections', async () => {
    await expectErrors({endpoint: 'http://127.0.0.1:1', args}, AWS_ITEMS, /ECONNREFUSED/);
  });
});
