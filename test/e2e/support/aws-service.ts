import {
  CreateClusterCommand,
  CreateServiceCommand,
  type ECSClient,
  RegisterTaskDefinitionCommand,
} from '@aws-sdk/client-ecs';
import type {TargetGroups} from './aws-edge.ts';
import type {Network} from './aws-network.ts';

/** The service on Fargate, registered with all three target groups. */
export async function createService(ecs: ECSClient, network: Network, groups: TargetGroups): Promise<void> {
  const name = 'jessica-service';
  await ecs.send(new CreateClusterCommand({clusterName: 'main'}));
  await ecs.send(
    new RegisterTaskDefinitionCommand({
      family: name,
      networkMode: 'awsvpc',
      requiresCompatibilities: ['FARGATE'],
      cpu: '256',
      memory: '512',
      containerDefinitions: [{name, image: 'jessica-service:1', portMappings: [{containerPort: 8000}]}],
    }),
  );
  await ecs.send(
    new CreateServiceCommand({
      cluster: 'main',
      serviceName: name,
      taskDefinition: name,
      desiredCount: 2,
      launchType: 'FARGATE',
      networkConfiguration: {
        awsvpcConfiguration: {subnets: [...network.subnetIds], securityGroups: [network.securityGroupId]},
      },
      loadBalancers: Object.values(groups).map((targetGroupArn) => ({
        targetGroupArn,
        containerName: name,
        containerPort: 8000,
      })),
    }),
  );
}
