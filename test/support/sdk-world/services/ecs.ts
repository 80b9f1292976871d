import {type AwsWorld, HEALTHY} from '../../../../src/lab/aws-world.ts';
import {BASE_PATH} from '../../../../src/lab/worlds/names.ts';
import type {EcsFacts} from '../../../../src/model/facts/aws-facts.ts';
import type {Answers, Played} from '../played.ts';

const {taskDefinitionArn: TASK_DEFINITION} = HEALTHY.service;

export const PLAYED: Played<keyof EcsFacts> = {
  clients: {ECSClient: 'ecs'},
  answers: (world) => ({ecs: ecsAnswers(world)}),
  asks: {
    service: (facts) => facts.service('service'),
    services: (facts) => facts.services('service'),
    serviceDeployments: (facts) => facts.serviceDeployments('service'),
    taskDefinition: (facts) => facts.taskDefinition('service', TASK_DEFINITION),
    environmentIs: (facts) =>
      facts.environmentIs('service', TASK_DEFINITION, 'jessica-service', 'BASE_PATH', BASE_PATH),
    tasks: (facts) => facts.tasks('service'),
  },
};

function ecsAnswers(world: AwsWorld): Answers {
  const {taskDefinitions, serviceDeployments, environment} = world;
  const all = [{service: world.service, tasks: world.tasks}, ...world.otherServices];
  return {
    ListClusters: () => ({clusterArns: [...new Set(all.map(({service}) => service.clusterArn))]}),
    ListServices: ({cluster}) => ({
      serviceArns: all.filter(({service}) => service.clusterArn === cluster).map(({service}) => service.arn),
    }),
    DescribeServices: ({services}) => ({
      failures: [],
      services: all
        .filter(({service: {arn, name}}) => [arn, name].some((one) => (services as string[]).includes(one)))
        .map(({service}) => ({
          serviceArn: service.arn,
          serviceName: service.name,
          clusterArn: service.clusterArn,
          status: service.status,
          desiredCount: service.desiredCount,
          runningCount: service.runningCount,
          pendingCount: service.pendingCount,
          taskDefinition: service.taskDefinitionArn,
          launchType: service.launchType,
          loadBalancers: service.loadBalancers.map(({targetGroupArn, containerName, containerPort}) => ({
            targetGroupArn,
            containerName,
            containerPort,
          })),
          networkConfiguration: {
            awsvpcConfiguration: {
              subnets: [...(service.network?.subnetIds ?? [])],
              securityGroups: [...(service.network?.securityGroupIds ?? [])],
            },
          },
          deployments: service.deployments.map((deployment) => ({
            id: deployment.id,
            status: deployment.status,
            taskDefinition: deployment.taskDefinitionArn,
            desiredCount: deployment.desiredCount,
            runningCount: deployment.runningCount,
            pendingCount: deployment.pendingCount,
            failedTasks: deployment.failedTasks,
            rolloutState: deployment.rolloutState,
            rolloutStateReason: deployment.rolloutStateReason,
            createdAt: new Date(deployment.createdAt ?? 0),
          })),
          healthCheckGracePeriodSeconds: service.healthCheckGracePeriodSeconds,
          deploymentConfiguration: {
            minimumHealthyPercent: service.minimumHealthyPercent,
            maximumPercent: service.maximumPercent,
            strategy: service.strategy,
          },
          events: service.events.map(({at, message}) => ({createdAt: new Date(at), message})),
        })),
    }),
    ListServiceDeployments: () => ({
      serviceDeployments: serviceDeployments.map(({arn, createdAt}) => ({
        serviceDeploymentArn: arn,
        createdAt: new Date(createdAt ?? 0),
      })),
    }),
    DescribeServiceDeployments: () => ({
      failures: [],
      serviceDeployments: serviceDeployments.map(({arn, status, createdAt, targetRevisionArn}) => ({
        serviceDeploymentArn: arn,
        status,
        createdAt: new Date(createdAt ?? 0),
        targetServiceRevision: {arn: targetRevisionArn},
      })),
    }),
    DescribeTaskDefinition: ({taskDefinition: arn}) => ({
      taskDefinition: taskDefinitions
        .filter((definition) => definition.arn === arn)
        .map((taskDefinition) => ({
          taskDefinitionArn: taskDefinition.arn,
          family: taskDefinition.family,
          revision: taskDefinition.revision,
          networkMode: taskDefinition.networkMode,
          requiresCompatibilities: [...taskDefinition.requiresCompatibilities],
          containerDefinitions: taskDefinition.containers.map((container) => ({
            name: container.name,
            image: container.image,
            essential: container.isEssential,
            portMappings: container.ports.map(({containerPort, protocol}) => ({containerPort, protocol})),
            stopTimeout: container.stopTimeoutSeconds,
            environment: container.environmentNames.map((name) => ({
              name,
              value: environment[`${container.name}/${name}`] ?? '',
            })),
            secrets: container.secretNames.map((name) => ({name, valueFrom: 'arn'})),
          })),
        }))[0],
    }),
    ListTasks: ({serviceName}) => ({
      taskArns: all.find(({service}) => service.name === serviceName)?.tasks.map(({arn}) => arn) ?? [],
    }),
    DescribeTasks: ({tasks: arns}) => ({
      failures: [],
      tasks: all
        .flatMap(({tasks}) => tasks)
        .filter(({arn}) => (arns as string[]).includes(arn))
        .map((task) => ({
          taskArn: task.arn,
          taskDefinitionArn: task.taskDefinitionArn,
          lastStatus: task.lastStatus,
          desiredStatus: task.desiredStatus,
          healthStatus: task.healthStatus,
          attachments: [
            {
              type: 'ElasticNetworkInterface',
              details: [
                {name: 'subnetId', value: task.subnetId},
                {name: 'networkInterfaceId', value: task.networkInterfaceId},
                {name: 'privateIPv4Address', value: task.privateIpv4Address},
              ],
            },
          ],
        })),
    }),
  };
}
