import {
  CreateDeploymentCommand,
  CreateResourceCommand,
  CreateRestApiCommand,
  DeleteMethodCommand,
  DeleteResourceCommand,
  PutIntegrationCommand,
  type PutIntegrationCommandInput,
  PutMethodCommand,
} from '@aws-sdk/client-api-gateway';
import {CreateVpcLinkCommand} from '@aws-sdk/client-apigatewayv2';
import type {Network} from '../support/aws-network.ts';
import {given} from '../support/given.ts';
import type {Guards} from './network.ts';
import type {Clients} from './world.ts';

export const VPC_LINK_NAME = 'central-link';

/** The old way: a REST API that passes everything on over a VPC link. */
export interface Gateway {
  readonly restApiId: string;
  readonly rootResourceId: string;
  readonly resourceId: string;
  readonly vpcLinkId: string;
}

export async function createGateway(
  {apiGateway, apiGatewayV2}: Pick<Clients, 'apiGateway' | 'apiGatewayV2'>,
  network: Network,
  guards: Guards,
): Promise<Gateway> {
  const vpcLinkId = await createVpcLink({apiGatewayV2}, network, guards);
  const api = await apiGateway.send(
    new CreateRestApiCommand({name: 'jessica-api', endpointConfiguration: {types: ['REGIONAL']}}),
  );
  const restApiId = given(api.id);
  const rootResourceId = given(api.rootResourceId);
  const resource = await apiGateway.send(
    new CreateResourceCommand({restApiId, parentId: rootResourceId, pathPart: '{proxy+}'}),
  );
  const gateway = {restApiId, rootResourceId, resourceId: given(resource.id), vpcLinkId};
  await apiGateway.send(
    new PutMethodCommand({restApiId, resourceId: gateway.resourceId, httpMethod: 'ANY', authorizationType: 'AWS_IAM'}),
  );
  await integrate({apiGateway}, gateway);
  await deploy({apiGateway}, gateway);
  return gateway;
}

/** One more resource with its method, which is not deployed yet; gives the call that takes it away again. */
export async function addRoute(
  {apiGateway}: Pick<Clients, 'apiGateway'>,
  gateway: Gateway,
  pathPart: string,
): Promise<() => Promise<unknown>> {
  const {restApiId, rootResourceId: parentId} = gateway;
  const made = await apiGateway.send(new CreateResourceCommand({restApiId, parentId, pathPart}));
  const resourceId = given(made.id);
  await apiGateway.send(new PutMethodCommand({restApiId, resourceId, httpMethod: 'ANY', authorizationType: 'AWS_IAM'}));
  await integrate({apiGateway}, {...gateway, resourceId});
  return async () => {
    await apiGateway.send(new DeleteMethodCommand({restApiId, resourceId, httpMethod: 'ANY'}));
    await apiGateway.send(new DeleteResourceCommand({restApiId, resourceId}));
  };
}

/** Until then, changes of the API do not reach its stage. */
export async function deploy({apiGateway}: Pick<Clients, 'apiGateway'>, {restApiId}: Gateway): Promise<void> {
  await apiGateway.send(new CreateDeploymentCommand({restApiId, stageName: 'jessica-service'}));
}

export async function createVpcLink(
  {apiGatewayV2}: Pick<Clients, 'apiGatewayV2'>,
  network: Network,
  guards: Guards,
): Promise<string> {
  const made = await apiGatewayV2.send(
    new CreateVpcLinkCommand({
      Name: VPC_LINK_NAME,
      SubnetIds: [...network.subnetIds],
      SecurityGroupIds: [guards.vpcLinkGroupId],
    }),
  );
  return given(made.VpcLinkId);
}

/** The integration of every request, right but for what is changed. */
export async function integrate(
  {apiGateway}: Pick<Clients, 'apiGateway'>,
  {restApiId, resourceId, vpcLinkId}: Gateway,
  changes: Partial<PutIntegrationCommandInput> = {},
): Promise<void> {
  await apiGateway.send(
    new PutIntegrationCommand({
      restApiId,
      resourceId,
      httpMethod: 'ANY',
      type: 'HTTP_PROXY',
      integrationHttpMethod: 'ANY',
      uri: 'https://api.georgi.io/{proxy}',
      connectionType: 'VPC_LINK',
      connectionId: vpcLinkId,
      timeoutInMillis: 29_000,
      ...changes,
    }),
  );
}
