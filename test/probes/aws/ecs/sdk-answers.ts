import type {ContainerDefinition, Service, ServiceDeployment, Task, TaskDefinition} from '@aws-sdk/client-ecs';

const ECS = 'arn:aws:ecs:eu-central-1:444444444444';
export const TASK_DEFINITION_ARN = `${ECS}:task-definition/jessica:7`;

export function sdkService(serviceName: string, members: Partial<Service> = {}): Service {
  return {
    serviceArn: `${ECS}:service/main/${serviceName}`,
    serviceName,
    clusterArn: `${ECS}:cluster/main`,
    status: 'ACTIVE',
    loadBalancers: [],
    deployments: [],
    events: [],
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
  return {
    taskDefinitionArn: TASK_DEFINITION_ARN,
    family: 'jessica',
    revision: 7,
    status: 'ACTIVE',
    containerDefinitions,
  };
}
