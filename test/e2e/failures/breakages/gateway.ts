import {DeleteVpcLinkCommand} from '@aws-sdk/client-apigatewayv2';
import type {EmulatedBreakage} from '../breakage.ts';
import {createVpcLink, integrate} from '../gateway.ts';

export const GATEWAY_BREAKAGES: readonly EmulatedBreakage[] = [
  {
    fault: 'API Gateway gives up on a request after 10 s',
    known: [],
    fails: ['api-timeout'],
    breaks: async (world) => {
      await integrate(world, world.gateway, {timeoutInMillis: 10_000});
      return () => integrate(world, world.gateway);
    },
  },
  {
    fault: 'the VPC link was deleted',
    known: [],
    fails: ['vpc-link'],
    breaks: async (world) => {
      await world.apiGatewayV2.send(new DeleteVpcLinkCommand({VpcLinkId: world.gateway.vpcLinkId}));
      return () => createVpcLink(world, world.network, world.guards);
    },
  },
];
