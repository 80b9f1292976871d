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
});

async function parsed(policies: readonly AccountPolicy[]): Promise<Blocks> {
  return (await parse('iam.tf', policiesAsTerraform(policies))) as unknown as Blocks;
}

function accountPolicy(name: string, members: Partial<AccountPolicy['account']> = {}): AccountPolicy {
  const nobody = {id: null, profile: null, roleArn: null, externalId: null, via: null};
  return {account: {name, region: 'eu-central-1', ...nobody, ...members}, policy: POLICY};
}
