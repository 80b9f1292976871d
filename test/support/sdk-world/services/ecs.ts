import {type AwsWorld, HEALTHY} from '../../../../src/lab/aws-world.ts';
import {environmentOf} from '../../../../src/lab/worlds/ecs.ts';
import {BASE_PATH} from '../../../../src/lab/worlds/names.ts';
import type {EcsFacts, EcsLoadBalancer} from '../../../../src/model/facts/aws-facts.ts';
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

function loadBalancerOf({targetGroupArn, containerName, containerPort}: EcsLoadBalancer) {
  return {targetGroupArn, containerName, containerPort};
}

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
          capacityProviderStrategy: service.capacityProviders.map((capacityProvider) => ({capacityProvider})),
          schedulingStrategy: service.schedulingStrategy,
          loadBalancers: service.loadBalancers.map(loadBalancerOf),
          networkConfiguration: {
            awsvpcConfiguration: {
              subnets: [...(service.network?.subnetIds ?? [])],
              securityGroups: [...(service.network?.securityGroupIds ?? [])],
            },
          },
          deploymentController: {type: service.deploymentController},
          taskSets: service.taskSets.map((set) => ({
            id: set.id,
            taskSetArn: set.arn,
            status: set.status,
            taskDefinition: set.taskDefinitionArn,
            computedDesiredCount: set.computedDesiredCount,
            runningCount: set.runningCount,
            pendingCount: set.pendingCount,
            loadBalancers: set.loadBalancers.map(loadBalancerOf),
            stabilityStatus: set.stabilityStatus,
          })),
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
            ...(service.circuitBreaker === null
              ? {}
              : {
                  deploymentCircuitBreaker: {
                    enable: service.circuitBreaker.isEnabled,
                    rollback: service.circuitBreaker.rollsBack,
                  },
                }),
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
          status: taskDefinition.status,
          taskRoleArn: taskDefinition.roleArns[0],
          executionRoleArn: taskDefinition.roleArns[1],
          networkMode: taskDefinition.networkMode,
          requiresCompatibilities: [...taskDefinition.requiresCompatibilities],
          containerDefinitions: taskDefinition.containers.map((container) => ({
            name: container.name,
            image: container.image,
            essential: container.isEssential,
            dependsOn: container.dependsOn.map((one) => ({containerName: one.container, condition: one.condition})),
            ...(container.healthCheck === null
              ? {}
              : {
                  healthCheck: {
                    command: ['CMD-SHELL', 'true'],
                    interval: container.healthCheck.intervalSeconds,
                    timeout: container.healthCheck.timeoutSeconds,
                    retries: container.healthCheck.retries,
                    startPeriod: container.healthCheck.startPeriodSeconds,
                  },
                }),
            portMappings: container.ports.map(({containerPort, protocol}) => ({containerPort, protocol})),
            stopTimeout: container.stopTimeoutSeconds,
            environment: container.environmentNames.map((name) => ({
              name,
              value: environmentOf(environment, taskDefinition)[`${container.name}/${name}`] ?? '',
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
          group: task.group,
          startedBy: task.startedBy,
          launchType: task.launchType,
          containers: task.containers.map(({name, image, imageDigest}) => ({name, image, imageDigest})),
          overrides: {containerOverrides: task.overrides.map(({container: name}) => ({name}))},
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
