import type {PublicAccessBlock, PublicAccessExclusion, VpcEndpoint} from '../../../model/facts/aws-facts.ts';
import type {Connection} from '../call.ts';
import type {Clients} from '../connections.ts';
import {everyPage} from '../pages.ts';
import {shapeOf} from '../shape.ts';

/** What stands between a VPC and the internet besides its routes: firewall endpoints, and the block of an account. */

type Ec2 = Connection<Clients['ec2']>;

const sdk = () => import('./sdk.ts');

export async function describeVpcEndpoints(ec2: Ec2, vpcId: string, signal: AbortSignal): Promise<VpcEndpoint[]> {
  const {DescribeVpcEndpointsCommand} = await sdk();
  const action = 'ec2:DescribeVpcEndpoints';
  const {required} = shapeOf(action);
  const Filters = [{Name: 'vpc-id', Values: [vpcId]}];
  const all = await everyPage(action, 'VpcEndpoints', async (NextToken?: string) => {
    const page = await ec2.call(
      action,
      signal,
      new DescribeVpcEndpointsCommand({Filters, NextToken, MaxResults: 1000}),
    );
    return {items: page.VpcEndpoints, next: page.NextToken};
  });
  return all.map((from) => ({
    id: required(from.VpcEndpointId, 'VpcEndpoints[].VpcEndpointId'),
    type: required(from.VpcEndpointType, 'VpcEndpoints[].VpcEndpointType'),
    vpcId: required(from.VpcId, 'VpcEndpoints[].VpcId'),
    state: required(from.State, 'VpcEndpoints[].State'),
    subnetIds: from.SubnetIds ?? [],
  }));
}

export async function describePublicAccessBlock(ec2: Ec2, signal: AbortSignal): Promise<PublicAccessBlock> {
  const {DescribeVpcBlockPublicAccessOptionsCommand} = await sdk();
  const action = 'ec2:DescribeVpcBlockPublicAccessOptions';
  const {required, oneOf} = shapeOf(action);
  const answer = await ec2.call(action, signal, new DescribeVpcBlockPublicAccessOptionsCommand({}));
  const options = required(answer.VpcBlockPublicAccessOptions, 'VpcBlockPublicAccessOptions');
  const modes = ['off', 'block-ingress', 'block-bidirectional'] as const;
  return {
    mode: oneOf(options.InternetGatewayBlockMode, modes, 'VpcBlockPublicAccessOptions.InternetGatewayBlockMode'),
    state: required(options.State, 'VpcBlockPublicAccessOptions.State'),
  };
}

export async function describePublicAccessExclusions(ec2: Ec2, signal: AbortSignal): Promise<PublicAccessExclusion[]> {
  const {DescribeVpcBlockPublicAccessExclusionsCommand} = await sdk();
  const action = 'ec2:DescribeVpcBlockPublicAccessExclusions';
  const {required, oneOf} = shapeOf(action);
  const at = (member: string) => `VpcBlockPublicAccessExclusions[].${member}`;
  const all = await everyPage(action, 'VpcBlockPublicAccessExclusions', async (NextToken?: string) => {
    const page = await ec2.call(
      action,
      signal,
      new DescribeVpcBlockPublicAccessExclusionsCommand({NextToken, MaxResults: 1000}),
    );
    return {items: page.VpcBlockPublicAccessExclusions, next: page.NextToken};
  });
  return all.map((from) => ({
    id: required(from.ExclusionId, at('ExclusionId')),
    mode: oneOf(
      from.InternetGatewayExclusionMode,
      ['allow-bidirectional', 'allow-egress'],
      at('InternetGatewayExclusionMode'),
    ),
    state: required(from.State, at('State')),
    resourceArn: required(from.ResourceArn, at('ResourceArn')),
  }));
}
