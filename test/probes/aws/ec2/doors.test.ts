import {
  DescribeVpcBlockPublicAccessExclusionsCommand,
  DescribeVpcBlockPublicAccessOptionsCommand,
  DescribeVpcEndpointsCommand,
} from '@aws-sdk/client-ec2';
import {DescribeLoadBalancersCommand} from '@aws-sdk/client-elastic-load-balancing-v2';
import {expect} from 'chai';
import {AwsRefusal} from '../../../../src/model/errors.ts';
import {mockedSdk, probe, sdkLoadBalancer} from '../../../support/aws-answers.ts';
import {thrownBy} from '../../../support/thrown-by.ts';

describe('what stands between a VPC and the internet', () => {
  const sdk = mockedSdk();

  beforeEach(() => sdk.reset());
  after(() => sdk.restore());

  it('is the endpoints of the VPC, page by page', async () => {
    sdk.elb.on(DescribeLoadBalancersCommand).resolves({LoadBalancers: [sdkLoadBalancer('central-alb')]});
    const endpoint = {VpcId: 'vpc-1', State: 'Available'} as const;
    sdk.ec2
      .on(DescribeVpcEndpointsCommand)
      .resolvesOnce({
        VpcEndpoints: [
          {...endpoint, VpcEndpointId: 'vpce-1', VpcEndpointType: 'GatewayLoadBalancer', SubnetIds: ['s-1']},
        ],
        NextToken: '2',
      })
      .resolvesOnce({VpcEndpoints: [{...endpoint, VpcEndpointId: 'vpce-2', VpcEndpointType: 'Gateway'}]});
    const {facts} = probe();
    const plain = {vpcId: 'vpc-1', state: 'Available'};
    expect(await facts.vpcEndpoints('alb')).to.deep.equal([
      {...plain, id: 'vpce-1', type: 'GatewayLoadBalancer', subnetIds: ['s-1']},
      {...plain, id: 'vpce-2', type: 'Gateway', subnetIds: []},
    ]);
    const [call] = sdk.ec2.commandCalls(DescribeVpcEndpointsCommand);
    expect(call?.args[0].input.Filters?.[0]?.Name).to.equal('vpc-id');
  });

  it('is the block of public access, and what it leaves out', async () => {
    sdk.ec2.on(DescribeVpcBlockPublicAccessOptionsCommand).resolves({
      VpcBlockPublicAccessOptions: {InternetGatewayBlockMode: 'block-ingress', State: 'update-complete'},
    });
    const ResourceArn = 'arn:aws:ec2:eu-central-1:444444444444:subnet/subnet-a';
    sdk.ec2.on(DescribeVpcBlockPublicAccessExclusionsCommand).resolves({
      VpcBlockPublicAccessExclusions: [
        {ExclusionId: 'x-1', InternetGatewayExclusionMode: 'allow-egress', State: 'create-complete', ResourceArn},
      ],
    });
    const {facts} = probe();
    expect(await facts.publicAccessBlock('alb')).to.deep.equal({mode: 'block-ingress', state: 'update-complete'});
    expect(await facts.publicAccessExclusions('alb')).to.deep.equal([
      {id: 'x-1', mode: 'allow-egress', state: 'create-complete', resourceArn: ResourceArn},
    ]);
  });

  it('is not taken for open where AWS answers with a mode that is not known', async () => {
    sdk.ec2.on(DescribeVpcBlockPublicAccessOptionsCommand).resolves({
      VpcBlockPublicAccessOptions: {InternetGatewayBlockMode: 'block-egress' as 'off', State: 'update-complete'},
    });
    expect((await thrownBy(probe().facts.publicAccessBlock('alb'), AwsRefusal)).message).to.include('block-egress');
  });
});
