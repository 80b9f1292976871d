import {DeleteVpcLinkCommand} from '@aws-sdk/client-apigatewayv2';
import {AuthorizeSecurityGroupIngressCommand, RevokeSecurityGroupIngressCommand} from '@aws-sdk/client-ec2';
import {HTTPS_FROM_EVERYWHERE} from '../../support/aws-network.ts';
import type {EmulatedBreakage} from '../breakage.ts';
import {createVpcLink, deploy, integrate} from '../gateway.ts';

export const GATEWAY_BREAKAGES: readonly EmulatedBreakage[] = [
  {
    fault: 'API Gateway gives up on a request after 10 s',
    known: [],
    fails: ['api-timeout'],
    breaks: async (world) => {
      await integrate(world, world.gateway, {timeoutInMillis: 10_000});
      await deploy(world, world.gateway);
      return async () => {
        await integrate(world, world.gateway);
        await deploy(world, world.gateway);
      };
    },
  },
  {
    fault: 'the timeout of 29 s was set in the API and never deployed: the stage still gives up after 10 s',
    known: [],
    fails: ['api-timeout'],
    breaks: async (world) => {
      await integrate(world, world.gateway, {timeoutInMillis: 10_000});
      await deploy(world, world.gateway);
      await integrate(world, world.gateway);
      return () => deploy(world, world.gateway);
    },
  },
  {
    fault: 'the API was deployed while it streamed, and set back since: the stage still streams',
    known: [37],
    fails: ['api-buffers'],
    breaks: async (world) => {
      await integrate(world, world.gateway, {responseTransferMode: 'STREAM'});
      await deploy(world, world.gateway);
      await integrate(world, world.gateway);
      return () => deploy(world, world.gateway);
    },
  },
  {
    fault: 'the load balancer admits the internet by a list of networks, and the VPC link no longer',
    known: [],
    fails: ['https-open', 'link-reaches-alb'],
    breaks: async ({ec2, network}) => {
      const GroupId = network.securityGroupId;
      const halves = ['0.0.0.0/5', '11.0.0.0/8', '12.0.0.0/6', '16.0.0.0/4', '32.0.0.0/3', '64.0.0.0/2', '128.0.0.0/1'];
      const outside = {...HTTPS_FROM_EVERYWHERE, IpRanges: [...halves, '8.0.0.0/7'].map((CidrIp) => ({CidrIp}))};
      await ec2.send(new RevokeSecurityGroupIngressCommand({GroupId, IpPermissions: [HTTPS_FROM_EVERYWHERE]}));
      await ec2.send(new AuthorizeSecurityGroupIngressCommand({GroupId, IpPermissions: [outside]}));
      return async () => {
        await ec2.send(new RevokeSecurityGroupIngressCommand({GroupId, IpPermissions: [outside]}));
        await ec2.send(new AuthorizeSecurityGroupIngressCommand({GroupId, IpPermissions: [HTTPS_FROM_EVERYWHERE]}));
      };
    },
  },
  {
    fault: 'the VPC link was deleted',
    known: [],
    fails: ['vpc-link', 'link-reaches-alb'],
    breaks: async (world) => {
      await world.apiGatewayV2.send(new DeleteVpcLinkCommand({VpcLinkId: world.gateway.vpcLinkId}));
      return () => createVpcLink(world, world.network, world.guards);
    },
  },
];
