import {expect} from 'chai';
import {type AwsWorld, HEALTHY} from '../../src/lab/aws-world.ts';
import {startWorld} from '../../src/lab/start.ts';
import {exposed, internal, twoTasks} from '../../src/lab/worlds/broken.ts';
import {MCP_CERTIFICATE, MCP_HOST, PUBLIC_GROUP, SSE_TARGET_GROUP_ARN} from '../../src/lab/worlds/names.ts';
import type {Report} from '../../src/model/report.ts';
import {readSaidOfPlans, type SaidOfPlan, writeSaidOfPlans} from './day-one/said.ts';
import {runOnLab, shippedChecklist} from './run-on-lab.ts';

/** `UPDATE_GOLDEN=1` writes what is said anew, for a reviewer to read; `npm run generate` then makes the page of it. */
const IS_UPDATE = process.env.UPDATE_GOLDEN === '1';

/** Nothing of the migration is built: no record, certificate, rule, target group or open port. */
const TODAY: AwsWorld = {
  ...HEALTHY,
  records: HEALTHY.records.filter(({name}) => !name.endsWith(MCP_HOST)),
  certificates: HEALTHY.certificates.filter(({arn}) => arn !== MCP_CERTIFICATE),
  listenerCertificates: HEALTHY.listenerCertificates.filter(({arn}) => arn !== MCP_CERTIFICATE),
  listenerRules: HEALTHY.listenerRules.filter(({conditions}) =>
    conditions.every((one) => one.field !== 'host-header' || !one.values.includes(MCP_HOST)),
  ),
  targetGroups: HEALTHY.targetGroups.filter(({arn}) => arn !== SSE_TARGET_GROUP_ARN),
  securityGroups: HEALTHY.securityGroups.map((group) => (group.id === PUBLIC_GROUP ? {...group, ingress: []} : group)),
  service: {
    ...HEALTHY.service,
    loadBalancers: HEALTHY.service.loadBalancers.filter((one) => one.targetGroupArn !== SSE_TARGET_GROUP_ARN),
  },
};

/** What is wrong with the plan itself. In each world one thing more is so than on the first day. */
const WRONG_PLANS: readonly {
  readonly title: string;
  readonly change: Partial<AwsWorld>;
  readonly item: string;
  readonly says: string;
}[] = [
  {
    title: 'the wildcard certificate is one label short of the new host',
    change: {},
    item: 'certificate-already-there',
    says: 'stands for one label only',
  },
  {
    title: 'the load balancer is internal',
    change: internal(TODAY),
    item: 'internet-facing',
    says: 'internal',
  },
  {
    title: 'the rule of another team has no host condition: to open the port opens it, too',
    change: exposed(TODAY),
    item: 'only-ours-would-be-exposed',
    says: 'billing-admin',
  },
  {
    title: 'the service runs two tasks, and nothing keeps a session at one',
    change: twoTasks(TODAY),
    item: 'sessions-will-have-one-home',
    says: '2',
  },
  {
    title: 'the heartbeat is slower than the idle timeout',
    change: {loadBalancerAttributes: {...TODAY.loadBalancerAttributes, 'idle_timeout.timeout_seconds': '1'}},
    item: 'heartbeat-fits-idle-timeout',
    says: 'idle timeout',
  },
];

const BUFFERED = {what: 'API Gateway holds back what it answers until it is whole', item: 'gateway-buffers'};

describe('lab/day-one', () => {
  const said = new Map<string, SaidOfPlan>();

  /** What the docs show of it, as it is said now. */
  function isInTheDocs(report: Report, what: string, id: string): void {
    const found = report.items.find((one) => one.id === id);
    const {check, status = 'none', summary = '', fix} = found ?? {};
    said.set(what, {what, item: id, check: check ?? 'none', status, says: summary, toDo: fix ?? ''});
    if (!IS_UPDATE) expect(said.get(what)).to.deep.equal(readSaidOfPlans().find((one) => one.what === what));
  }

  it('is in the docs with each of these plans, and no other', () => {
    const plans = [...WRONG_PLANS.map(({title}) => title), BUFFERED.what];
    if (!IS_UPDATE) expect(readSaidOfPlans().map(({what}) => what)).to.have.members(plans);
  });

  after(() => {
    if (IS_UPDATE) writeSaidOfPlans([...said.values()]);
  });

  it('tells on the first day what is wrong with every plan that takes the wildcard for enough, and nothing else', async () => {
    const report = await analysisOf(TODAY);
    expect(notGreen(report)).to.deep.equal(['certificate-already-there']);
    // That is what it costs: a certificate has to be made. The rest of the analysis goes on.
    expect(report.items.find(({id}) => id === 'certificate-already-there')?.consequence).to.equal('note');
  });

  it('says that API Gateway holds streams back', async () => {
    const report = await analysisOf(TODAY);
    expect(report.items.find(({id}) => id === BUFFERED.item)?.summary).to.include('BUFFERED');
    isInTheDocs(report, BUFFERED.what, BUFFERED.item);
  });

  for (const {title, change, item, says} of WRONG_PLANS) {
    it(`tells on the first day that ${title}`, async () => {
      const report = await analysisOf({...TODAY, ...change});
      const found = report.items.find(({id}) => id === item);
      expect(found?.status, found?.summary).to.equal('fail');
      expect(found?.summary).to.include(says);
      isInTheDocs(report, title, item);
      expect(notGreen(report).filter((id) => id !== item && id !== 'certificate-already-there')).to.deep.equal([]);
    });
  }
});

async function analysisOf(aws: AwsWorld): Promise<Report> {
  const lab = await startWorld('day one', {aws, server: {heartbeatMs: 1000, pingMs: 200}});
  try {
    return await runOnLab(lab, await shippedChecklist(), 'analysis');
  } finally {
    await lab.close();
  }
}

function notGreen({items}: Report): string[] {
  return items.filter(({status}) => status !== 'pass' && status !== 'not-due').map(({id}) => id);
}
