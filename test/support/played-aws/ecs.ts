import {
  type ContainerDefinition,
  DescribeServiceDeploymentsCommand,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  ListClustersCommand,
  ListServiceDeploymentsCommand,
  ListServicesCommand,
  ListTasksCommand,
  type Service,
  type ServiceDeployment,
  type Task,
  type TaskDefinition,
} from '@aws-sdk/client-ecs';
import type {EcsFacts} from '../../../src/model/facts/aws-facts.ts';
import {actionsSent, type PlayedService} from './played-service.ts';

const ECS = 'arn:aws:ecs:eu-central-1:444444444444';
export const TASK_DEFINITION_ARN = `${ECS}:task-definition/jessica:7`;

export function sdkService(serviceName: string, members: Partial<Service> = {}): Service {
  return {
    serviceArn: `${ECS}:service/main/${serviceName}`,
    serviceName,
    clusterArn: `${ECS}:cluster/main`,
    status: 'ACTIVE',
    desiredCount: 2,
    runningCount: 2,
    pendingCount: 0,
    taskDefinition: TASK_DEFINITION_ARN,
    ...members,
  };
}

export function sdkDeployment(number: number): ServiceDeployment {
  return {
    serviceDeploymentArn: `${ECS}:service-deployment/main/jessica-service/${number}`,
    status: 'SUCCESSFUL',
    createdAt: new Date(Date.UTC(2026, 10, number)),
  };
}

export function sdkTask(number: number, members: Partial<Task> = {}): Task {
  return {
    taskArn: `${ECS}:task/main/${number}`,
    taskDefinitionArn: TASK_DEFINITION_ARN,
    lastStatus: 'RUNNING',
    desiredStatus: 'RUNNING',
    ...members,
  };
}

export const CONTAINER: ContainerDefinition = {
  name: 'web',
  image: 'web:7',
  portMappings: [{containerPort: 8000, protocol: 'tcp'}],
  environment: [
    {name: 'BASE_PATH', value: '/jessica-service'},
    {name: 'DATABASE_PASSWORD', value: 'hunter2'},
  ],
  secrets: [{name: 'TOKEN', valueFrom: 'arn:aws:ssm:eu-central-1:444444444444:parameter/token'}],
};

export function sdkTaskDefinition(...containerDefinitions: ContainerDefinition[]): TaskDefinition {
  return {taskDefinitionArn: TASK_DEFINITION_ARN, family: 'jessica', revision: 7, containerDefinitions};
}

export const PLAYED_ECS: PlayedService<keyof EcsFacts> = {
  answer({ecs}) {
    ecs.on(ListClustersCommand).resolves({clusterArns: [`${ECS}:cluster/main`]});
    ecs.on(ListServicesCommand).resolves({serviceArns: [`${ECS}:service/main/jessica-service`]});
    ecs.on(DescribeServicesCommand).callsFake(({services}: {services: string[]}) => ({
      services: services
        .filter((name) => !name.endsWith('-gone'))
        .map((name) => sdkService(name.split('/').at(-1) ?? '')),
      failures: services.filter((name) => name.endsWith('-gone')).map((arn) => ({arn, reason: 'MISSING'})),
    }));
    ecs.on(ListServiceDeploymentsCommand).resolves({serviceDeployments: [sdkDeployment(1)]});
    ecs.on(DescribeServiceDeploymentsCommand).resolves({serviceDeployments: [sdkDeployment(1)]});
    ecs.on(DescribeTaskDefinitionCommand).resolves({taskDefinition: sdkTaskDefinition(CONTAINER)});
    ecs.on(ListTasksCommand).resolves({taskArns: [`${ECS}:task/main/1`]});
    ecs.on(DescribeTasksCommand).resolves({tasks: [sdkTask(1)]});
  },
  asks: {
    service: (facts) => facts.service('service'),
    services: (facts) => facts.services('alb'),
    serviceDeployments: (facts) => facts.serviceDeployments('service'),
    taskDefinition: (facts) => facts.taskDefinition('service', TASK_DEFINITION_ARN),
    environmentValue: (facts) => facts.environmentValue('service', TASK_DEFINITION_ARN, 'web', 'BASE_PATH'),
    tasks: (facts) => facts.tasks('service'),
  },
  keys: [
    'service:main:jessica-service',
    'services',
    'serviceDeployments:main:jessica-service',
    `taskDefinition:${TASK_DEFINITION_ARN}`,
    `environmentValue:${TASK_DEFINITION_ARN}:web:BASE_PATH`,
    'tasks:main:jessica-service',
  ].map((key) => `aws:platform:eu-central-1:${key}`),
  sent: ({ecs}) => actionsSent('ecs', ecs),
  refuse: {
    'ecs:DescribeServices': ({ecs}, refusal) => ecs.on(DescribeServicesCommand).rejects(refusal),
    'ecs:ListClusters': ({ecs}, refusal) => ecs.on(ListClustersCommand).rejects(refusal),
    'ecs:ListServices': ({ecs}, refusal) => ecs.on(ListServicesCommand).rejects(refusal),
    'ecs:ListServiceDeployments': ({ecs}, refusal) => ecs.on(ListServiceDeploymentsCommand).rejects(refusal),
    'ecs:DescribeServiceDeployments': ({ecs}, refusal) => ecs.on(DescribeServiceDeploymentsCommand).rejects(refusal),
    'ecs:DescribeTaskDefinition': ({ecs}, refusal) => ecs.on(DescribeTaskDefinitionCommand).rejects(refusal),
    'ecs:ListTasks': ({ecs}, refusal) => ecs.on(ListTasksCommand).rejects(refusal),
    'ecs:DescribeTasks': ({ecs}, refusal) => ecs.on(DescribeTasksCommand).rejects(refusal),
  },
};
