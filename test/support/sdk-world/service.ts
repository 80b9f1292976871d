import type {AwsWorld} from '../../../src/lab/aws-world.ts';
import type {Answers} from './answers.ts';

/** What ECS answers in a world of the lab. */
export function serviceAnswers({service, taskDefinition, tasks, serviceDeployments, environment}: AwsWorld): Answers {
  return {
    ListClustersCommand: () => ({clusterArns: [service.clusterArn]}),
    ListServicesCommand: () => ({serviceArns: [service.arn]}),
    DescribeServicesCommand: () => ({
      failures: [],
      services: [
        {
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
            createdAt: new Date(deployment.createdAt ?? 0),
          })),
          healthCheckGracePeriodSeconds: service.healthCheckGracePeriodSeconds,
          deploymentConfiguration: {
            minimumHealthyPercent: service.minimumHealthyPercent,
            maximumPercent: service.maximumPercent,
            strategy: service.strategy,
          },
          events: service.events.map(({at, message}) => ({createdAt: new Date(at), message})),
        },
      ],
    }),
    ListServiceDeploymentsCommand: () => ({
      serviceDeployments: serviceDeployments.map(({arn, createdAt}) => ({
        serviceDeploymentArn: arn,
        createdAt: new Date(createdAt ?? 0),
      })),
    }),
    DescribeServiceDeploymentsCommand: () => ({
      failures: [],
      serviceDeployments: serviceDeployments.map(({arn, status, createdAt, targetRevisionArn}) => ({
        serviceDeploymentArn: arn,
        status,
        createdAt: new Date(createdAt ?? 0),
        targetServiceRevision: {arn: targetRevisionArn},
      })),
    }),
    DescribeTaskDefinitionCommand: () => ({
      taskDefinition: {
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
          environment: Object.entries(environment)
            .filter(([name]) => name.startsWith(`${container.name}/`))
            .map(([name, value]) => ({name: name.slice(container.name.length + 1), value})),
          secrets: container.secretNames.map((name) => ({name, valueFrom: 'arn'})),
        })),
      },
    }),
    ListTasksCommand: () => ({taskArns: tasks.map(({arn}) => arn)}),
    DescribeTasksCommand: () => ({
      failures: [],
      tasks: tasks.map((task) => ({
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
