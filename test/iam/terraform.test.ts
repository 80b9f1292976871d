// biome-ignore-all lint/suspicious/noTemplateCurlyInString: they are Terraform's, not ours
import {parse} from '@cdktn/hcl2json';
import {expect} from 'chai';
import type {AccountPolicy} from '../../src/iam/policy.ts';
import {policiesAsTerraform} from '../../src/iam/terraform.ts';

const POLICY: AccountPolicy['policy'] = {
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'ReadRegion',
      Effect: 'Allow',
      Action: ['ec2:DescribeSubnets', 'elasticloadbalancing:DescribeRules'],
      Resource: '*',
      Condition: {StringEquals: {'aws:RequestedRegion': ['eu-central-1', 'eu-west-1']}},
    },
    {
      Sid: 'ReadZones',
      Effect: 'Allow',
      Action: ['route53:GetHostedZone'],
      Resource: ['arn:aws:route53:::hostedzone/*'],
    },
  ],
};

interface Blocks {
  readonly variable: Record<string, unknown>;
  readonly data: Record<string, Record<string, Record<string, unknown>[]>>;
  readonly resource: Record<string, Record<string, Record<string, unknown>[]>>;
}

describe('policies as Terraform', () => {
  it('hold every statement', async () => {
    const {data} = await parsed([accountPolicy('platform')]);
    expect(data.aws_iam_policy_document?.migrate_check_platform?.[0]?.statement).to.deep.equal([
      {
        sid: 'ReadRegion',
        actions: ['ec2:DescribeSubnets', 'elasticloadbalancing:DescribeRules'],
        resources: ['*'],
        condition: [{test: 'StringEquals', variable: 'aws:RequestedRegion', values: ['eu-central-1', 'eu-west-1']}],
      },
      {sid: 'ReadZones', actions: ['route53:GetHostedZone'], resources: ['arn:aws:route53:::hostedzone/*']},
    ]);
  });

  it('let CI take the role with a token for this audience and subject only', async () => {
    const {data, resource} = await parsed([accountPolicy('platform')]);
    const trust = JSON.stringify(data.aws_iam_policy_document?.migrate_check_trust_platform);
    expect(trust).to.include('sts:AssumeRoleWithWebIdentity').and.include(':oidc-provider/${var.ci_oidc_host}');
    expect(trust).to.include('${var.ci_oidc_host}:sub').and.include('${var.ci_oidc_host}:aud');
    expect(resource.aws_iam_role?.migrate_check_platform?.[0]).to.include({name: 'migrate-check'});
  });

  it('give each of several accounts its provider, and a chained role the trust of the one before it', async () => {
    const chained = accountPolicy('dns', {
      via: 'platform',
      roleArn: 'arn:aws:iam::111111111111:role/zone-reader',
      externalId: 'x"${y}',
    });
    const {data, resource} = await parsed([accountPolicy('platform'), chained]);
    expect(resource.aws_iam_role?.migrate_check_dns?.[0]).to.include({provider: '${aws.dns}', name: 'zone-reader'});
    const trust = JSON.stringify(data.aws_iam_policy_document?.migrate_check_trust_dns);
    expect(trust).to.include('aws_iam_role.migrate_check_platform.arn').and.not.include('oidc');
    // What comes from the checklist is text to Terraform, never a template.
    expect(trust).to.include('$${y}');
  });

  it('ask for the role that a chained one trusts where that one is not among them', async () => {
    const {data, variable} = await parsed([accountPolicy('dns', {via: 'my hub'})]);
    const trust = JSON.stringify(data.aws_iam_policy_document?.migrate_check_trust_dns);
    expect(trust).to.include('var.migrate_check_my_hub_arn').and.not.include('aws_iam_role.');
    expect(variable).to.include.keys('migrate_check_my_hub_arn');
  });

  it('make a name of an account that Terraform would not take', async () => {
    const {resource} = await parsed([accountPolicy('4 prod.eu')]);
    expect(resource.aws_iam_role).to.have.all.keys('migrate_check__4_prod_eu');
  });

  it('let CI take with a token what has a profile or nothing, and one role by another what has a `roleArn`', async () => {
    const platform = accountPolicy('platform');
    const role = {roleArn: 'arn:aws:iam::111111111111:role/team/zone-reader', externalId: 'x'};
    expect(await trustIn([platform, accountPolicy('network', {profile: 'network'})])).to.deep.equal({
      platform: 'token',
      network: 'token',
    });
    for (const reached of [role, {...role, via: 'platform'}]) {
      expect(await trustIn([platform, accountPolicy('dns', reached)]), JSON.stringify(reached)).to.deep.equal({
        platform: 'token',
        dns: '${concat([aws_iam_role.migrate_check_platform.arn], var.people_arns)} sts:ExternalId=x',
      });
    }
    const network = accountPolicy('network', {profile: 'network'});
    expect(await trustIn([platform, network, accountPolicy('dns', {...role, profile: 'network'})])).to.deep.include({
      dns: '${concat([aws_iam_role.migrate_check_network.arn], var.people_arns)} sts:ExternalId=x',
    });
    // Nothing says whose credentials those are.
    expect(await trustIn([platform, accountPolicy('dns', {...role, profile: 'my hub'})])).to.deep.include({
      dns: '${concat([var.profile_my_hub_arn], var.people_arns)} sts:ExternalId=x',
    });
  });

  it('let only the role before it take the third of a chain', async () => {
    const reached = (name: string, via: string) => accountPolicy(name, {via, roleArn: `arn:aws:iam::1:role/${name}`});
    expect(await trustIn([accountPolicy('hub'), reached('middle', 'hub'), reached('last', 'middle')])).to.deep.equal({
      hub: 'token',
      middle: '${concat([aws_iam_role.migrate_check_hub.arn], var.people_arns)}',
      last: '${aws_iam_role.migrate_check_middle.arn}',
    });
  });

  it('give CI a role that may only take others where each account has one', async () => {
    const [one, two] = ['444444444444', '111111111111'].map((id) => `arn:aws:iam::${id}:role/migrate-check`);
    const policies = [accountPolicy('platform', {roleArn: one ?? ''}), accountPolicy('dns', {roleArn: two ?? ''})];
    expect(await trustIn(policies)).to.deep.equal({
      start: 'token',
      platform: '${concat([aws_iam_role.ci_migrate_check.arn], var.people_arns)}',
      dns: '${concat([aws_iam_role.ci_migrate_check.arn], var.people_arns)}',
    });
    const {data, resource} = await parsed(policies);
    expect(data.aws_iam_policy_document?.ci_migrate_check?.[0]?.statement).to.deep.equal([
      {sid: 'AssumeNextRole', actions: ['sts:AssumeRole'], resources: [one, two]},
    ]);
    expect(resource.aws_iam_role?.ci_migrate_check?.[0]).to.include({provider: '${aws.platform}'});
    // It is made once, with the first account.
    expect(await trustIn(policies, policies.slice(1))).to.deep.equal({
      dns: '${concat([var.ci_migrate_check_arn], var.people_arns)}',
    });
  });

  it('ask for nothing that no role needs', async () => {
    const policies = [accountPolicy('hub'), accountPolicy('dns', {via: 'hub', roleArn: 'arn:aws:iam::1:role/r'})];
    const variables = async (asked: typeof policies) =>
      Object.keys(((await parse('iam.tf', policiesAsTerraform(policies, asked))) as unknown as Blocks).variable);
    expect(await variables(policies.slice(0, 1))).to.have.members(['ci_subject', 'ci_oidc_host']);
    expect(await variables(policies.slice(1))).to.have.members(['people_arns', 'migrate_check_hub_arn']);
  });

  it('make one role for accounts that are reached by the same, at the path that the checklist says', async () => {
    const roleArn = 'arn:aws:iam::444444444444:role/team/ops/reader';
    const {data, resource} = await parsed([
      accountPolicy('hub', {id: '444444444444'}),
      accountPolicy('frankfurt', {roleArn, via: 'hub'}),
      accountPolicy('dublin', {roleArn, via: 'hub', region: 'eu-west-1'}),
    ]);
    expect(resource.aws_iam_role).to.have.all.keys('migrate_check_hub', 'migrate_check_frankfurt');
    // No provider: all of it is in one AWS account.
    expect(resource.aws_iam_role?.migrate_check_frankfurt?.[0]).to.deep.equal({
      name: 'reader',
      path: '/team/ops/',
      assume_role_policy: '${data.aws_iam_policy_document.migrate_check_trust_frankfurt.json}',
    });
    expect(data.aws_iam_policy_document).to.include.keys('migrate_check_frankfurt', 'migrate_check_dublin');
    const attached = Object.values(resource.aws_iam_role_policy ?? {}).map(([one]) => [one?.role, one?.name]);
    expect(attached).to.deep.equal([
      ['${aws_iam_role.migrate_check_frankfurt.id}', 'migrate-check-reads-dublin'],
      ['${aws_iam_role.migrate_check_frankfurt.id}', 'migrate-check-reads'],
      ['${aws_iam_role.migrate_check_hub.id}', 'migrate-check-reads'],
    ]);
  });

  it('trust each way in which accounts reach the role that they share', async () => {
    const roleArn = 'arn:aws:iam::444444444444:role/reader';
    const {data} = await parsed([
      accountPolicy('hub'),
      accountPolicy('other', {profile: 'other'}),
      accountPolicy('frankfurt', {roleArn, via: 'hub'}),
      accountPolicy('dublin', {roleArn, via: 'other', externalId: 'x'}),
      accountPolicy('paris', {roleArn, via: 'hub'}),
    ]);
    const statements = data.aws_iam_policy_document?.migrate_check_trust_frankfurt?.[0]?.statement as Statement[];
    expect(statements.map(takers)).to.deep.equal([
      '${concat([aws_iam_role.migrate_check_hub.arn], var.people_arns)}',
      '${concat([aws_iam_role.migrate_check_other.arn], var.people_arns)} sts:ExternalId=x',
    ]);
  });

  it('say where the default credentials cannot be those of all accounts that have nothing else', () => {
    const bare = [accountPolicy('platform', {id: '444444444444'}), accountPolicy('dns', {id: '111111111111'})];
    expect(policiesAsTerraform(bare)).to.match(/^# The accounts platform, dns say neither `profile` nor `roleArn`/);
    expect(policiesAsTerraform(bare.slice(1))).to.match(/^variable/);
  });
});

/** Who may take the role of each account; `start` is the one that CI starts with. */
async function trustIn(policies: readonly AccountPolicy[], asked = policies): Promise<Record<string, string>> {
  const {data} = (await parse('iam.tf', policiesAsTerraform(policies, asked))) as unknown as Blocks;
  const documents = Object.entries(data.aws_iam_policy_document ?? {}).filter(([name]) => name.includes('trust'));
  return Object.fromEntries(
    documents.map(([name, [document]]) => {
      const [one, ...others] = (document?.statement ?? []) as Statement[];
      expect(others).to.deep.equal([]);
      return [name.replace(/migrate_check_trust_|trust_ci_migrate_check/, '') || 'start', takers(one)];
    }),
  );
}

interface Statement {
  readonly actions: readonly string[];
  readonly principals: readonly {readonly type: string; readonly identifiers: string | readonly string[]}[];
  readonly condition?: readonly {readonly variable: string; readonly values: readonly string[]}[];
}

function takers(statement: Statement | undefined): string {
  const {actions = [], principals: [principal] = [], condition = []} = statement ?? {};
  const conditions = condition.map(({variable, values}) => `${variable}=${values}`);
  if (principal?.type === 'Federated') {
    expect(actions).to.deep.equal(['sts:AssumeRoleWithWebIdentity']);
    expect(conditions).to.deep.equal([
      '${var.ci_oidc_host}:aud=sts.amazonaws.com',
      '${var.ci_oidc_host}:sub=${var.ci_subject}',
    ]);
    return 'token';
  }
  expect(actions).to.deep.equal(['sts:AssumeRole']);
  return [[principal?.identifiers].flat().join(), ...conditions].join(' ');
}

async function parsed(policies: readonly AccountPolicy[]): Promise<Blocks> {
  return (await parse('iam.tf', policiesAsTerraform(policies))) as unknown as Blocks;
}

function accountPolicy(name: string, members: Partial<AccountPolicy['account']> = {}): AccountPolicy {
  const nobody = {id: null, profile: null, roleArn: null, externalId: null, via: null};
  return {account: {name, region: 'eu-central-1', ...nobody, ...members}, policy: POLICY};
}
