import {DeleteVpcLinkCommand} from '@aws-sdk/client-apigatewayv2';
import type {EmulatedBreakage} from '../breakage.ts';
import {addRoute, createVpcLink, deploy, integrate} from '../gateway.ts';

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
    fault: 'the old route is still in the API, and served',
    known: [],
    fails: ['old-route-gone'],
    breaks: async (world) => {
      const removeRoute = await addRoute(world, world.gateway, 'polls');
      await deploy(world, world.gateway);
      return async () => {
        await removeRoute();
        await deploy(world, world.gateway);
      };
    },
  },
  {
    fault: 'the old route was deleted and the API never deployed: the stage still serves it',
    known: [],
    fails: ['old-route-gone'],
    breaks: async (world) => {
      const removeRoute = await addRoute(world, world.gateway, 'polls');
      await deploy(world, world.gateway);
      await removeRoute();
      return () => deploy(world, world.gateway);
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
