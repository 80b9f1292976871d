import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {DescribeNetworkAclsCommand, DescribeRouteTablesCommand} from '@aws-sdk/client-ec2';
import {DescribeLoadBalancersCommand} from '@aws-sdk/client-elastic-load-balancing-v2';
import {GetCallerIdentityCommand, type STSClient} from '@aws-sdk/client-sts';
import {expect} from 'chai';
import {runChecklist} from '../../src/app/run-checklist.ts';
import {loadChecklist} from '../../src/checklist/load.ts';
import {CHECKS} from '../../src/checks/index.ts';
import type {Report} from '../../src/model/report.ts';
import {CALLER, mockedSdk, sdkLoadBalancer} from '../support/aws-answers.ts';
import {startSts} from '../support/sts-server.ts';

const ITEMS = `
items:
  - {id: facing, title: the load balancer faces the internet, check: alb/is-internet-facing, with: {alb: alb}}
  - {id: delegated, title: the zone is delegated, check: dns/zone-is-delegated, with: {zone: zone}}
`;

const KEYS = {AWS_ACCESS_KEY_ID: 'base', AWS_SECRET_ACCESS_KEY: 'x'};

/** One run of a checklist that begins with this. */
async function run(beginning: string, endpointUrl: string | null = null): Promise<Report> {
  const folder = await mkdtemp(join(tmpdir(), 'run-'));
  try {
    const file = join(folder, 'checklist.yaml');
    await writeFile(file, `version: 1\ntitle: Move it\n${beginning}${ITEMS}`);
    const reading = {checks: CHECKS, environment: null, vars: {}, varFiles: [], processEnv: {}};
    const {checklist, problems} = await loadChecklist({...reading, file});
    if (checklist === null) throw new Error(problems.map(({message}) => message).join('\n'));
    const {report} = await runChecklist({
      checklist,
      waivers: [],
      signOffs: [],
      source: {
        mode: 'live',
        overrides: {endpointUrl, resolve: [], connectTo: [], caFile: null, dnsServer: []},
        ca: null,
      },
      stage: null,
      selection: {only: [], skip: [], tags: [], withNeeds: true},
      concurrency: 4,
      bail: false,
      region: 'eu-central-1',
      profile: null,
      vantage: null,
      record: false,
      emit: () => {},
      signal: new AbortController().signal,
    });
    return report;
  } finally {
    await rm(folder, {recursive: true});
  }
}

const said = ({items}: Report) => Object.fromEntries(items.map(({id, status, summary}) => [id, {status, summary}]));

describe('a run of a checklist with several accounts', () => {
  const sdk = mockedSdk();
  const theirs = Object.keys(KEYS).map((name) => [name, process.env[name]] as const);

  before(() => {
    Object.assign(process.env, KEYS);
  });

  after(() => {
    sdk.restore();
    for (const [name, value] of theirs) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  });

  beforeEach(() => {
    sdk.reset();
    sdk.elb.on(DescribeLoadBalancersCommand).resolves({LoadBalancers: [sdkLoadBalancer('central-alb')]});
    sdk.ec2.on(DescribeNetworkAclsCommand).resolves({
      NetworkAcls: [
        {
          NetworkAclId: 'acl-1',
          Associations: [{SubnetId: 'subnet-a'}, {SubnetId: 'subnet-b'}],
          Entries: [false, true].map((Egress) => ({
            ...{RuleNumber: 100, Egress, Protocol: '-1', RuleAction: 'allow', CidrBlock: '0.0.0.0/0'},
          })),
        },
      ],
    });
    sdk.ec2.on(DescribeRouteTablesCommand).resolves({
      RouteTables: [
        {
          RouteTableId: 'rtb-1',
          Associations: [{Main: true}],
          Routes: [{DestinationCidrBlock: '0.0.0.0/0', GatewayId: 'igw-1', State: 'active'}],
        },
      ],
    });
  });

  it('can tell nothing where one has no credentials, and does the rest', async () => {
    // The calls are mocked, but their credentials are looked up.
    sdk.sts.on(GetCallerIdentityCommand).callsFake(async (_input, getClient: () => STSClient) => {
      await getClient().config.credentials();
      return CALLER;
    });
    const report = await run(`
accounts:
  platform: {id: "444444444444"}
  dns: {id: "111111111111", profile: nobody-logged-in}
resources:
  alb: {loadBalancer: central-alb, account: platform}
  zone: {hostedZone: georgi.io, account: dns}
`);
    const {facing, delegated} = said(report);
    expect(facing?.status, facing?.summary).to.equal('pass');
    expect(delegated?.status).to.equal('error');
    expect(delegated?.summary).to.include('account dns (111111111111)').and.include('there are no credentials');
    expect(report.accounts.map(({name, id}) => [name, id])).to.deep.equal([
      ['platform', '444444444444'],
      ['dns', null],
    ]);
  });

  describe('of which one is only on the way to another', () => {
    let sts: Awaited<ReturnType<typeof startSts>>;

    beforeEach(async () => {
      sts = await startSts();
      sdk.sts.restore();
    });

    afterEach(() => sts.close());

    const reachedVia = (hubId: string) => `
accounts:
  hub: {id: "${hubId}", roleArn: "arn:aws:iam::111111111111:role/hub"}
  platform: {id: "222222222222", roleArn: "arn:aws:iam::222222222222:role/check", via: hub}
  dns: {id: "333333333333", roleArn: "arn:aws:iam::333333333333:role/forbidden"}
resources:
  alb: {loadBalancer: central-alb, account: platform}
  zone: {hostedZone: georgi.io, account: dns}
`;

    it('goes that way, and says who it was in each', async () => {
      const report = await run(reachedVia('111111111111'), sts.url);
      const {facing, delegated} = said(report);
      expect(facing?.status, facing?.summary).to.equal('pass');
      expect(delegated?.status).to.equal('error');
      expect(delegated?.summary)
        .to.include('sts:AssumeRole in account dns')
        .and.include('role/forbidden: access denied');
      expect(report.accounts.map(({name, id}) => [name, id])).to.deep.equal([
        ['platform', '222222222222'],
        ['dns', null],
        ['hub', '111111111111'],
      ]);
    });

    it('can tell nothing when that one is not the account it should be', async () => {
      const {facing} = said(await run(reachedVia('999999999999'), sts.url));
      expect(facing?.status).to.equal('error');
      expect(facing?.summary).to.include('account hub: the credentials are those of account 111111111111');
    });
  });
});
