/** Amazon ECS as plain values. */

import type {ResourceRef} from '../../resource-ref.ts';
import type {AwsService} from '../aws-service.ts';

/** A resource in whose account and region to look. */
type Where = ResourceRef<'service' | 'account'>;

export interface EcsService {
  readonly arn: string;
  readonly name: string;
  readonly clusterArn: string;
  /** `ACTIVE`, `DRAINING` or `INACTIVE`. */
  readonly status: string;
  readonly desiredCount: number;
  readonly runningCount: number;
  readonly pendingCount: number;
  /** The revision that the service is meant to run. */
  readonly taskDefinitionArn: string;
  readonly launchType: string | null;
  readonly loadBalancers: readonly EcsLoadBalancer[];
  /** Of `awsvpc` services; no groups means the VPC's default group. */
  readonly network: {readonly subnetIds: readonly string[]; readonly securityGroupIds: readonly string[]} | null;
  readonly deployments: readonly EcsDeployment[];
  /** Null when AWS does not say. */
  readonly healthCheckGracePeriodSeconds: number | null;
  readonly minimumHealthyPercent: number | null;
  readonly maximumPercent: number | null;
  /** `ROLLING`, `BLUE_GREEN`, `LINEAR` or `CANARY`; null when AWS does not say. */
  readonly strategy: string | null;
  /** Newest first, at most a hundred. */
  readonly events: readonly {readonly at: string; readonly message: string}[];
}

export interface EcsLoadBalancer {
  readonly targetGroupArn: string | null;
  /** The other group of a blue/green service. */
  readonly alternateTargetGroupArn: string | null;
  readonly containerName: string | null;
  readonly containerPort: number | null;
}

export interface EcsDeployment {
  readonly id: string;
  /** `PRIMARY`, `ACTIVE` (being replaced) or `INACTIVE`. */
  readonly status: string;
  readonly taskDefinitionArn: string;
  readonly desiredCount: number;
  readonly runningCount: number;
  readonly pendingCount: number;
  readonly failedTasks: number;
  /** `COMPLETED`, `FAILED` or `IN_PROGRESS`; null where AWS does not return it. */
  readonly rolloutState: string | null;
  readonly rolloutStateReason: string | null;
  /** ISO 8601. */
  readonly createdAt: string | null;
}

/** How a deployment went, which the service itself forgets: after a rollback it looks steady on the old revision. */
export interface ServiceDeployment {
  readonly arn: string;
  /** `SUCCESSFUL`, `IN_PROGRESS`, `STOPPED`, `ROLLBACK_SUCCESSFUL`, `ROLLBACK_FAILED`, … */
  readonly status: string;
  readonly statusReason: string | null;
  /** ISO 8601. */
  readonly createdAt: string | null;
  readonly targetRevisionArn: string | null;
}

export interface TaskDefinition {
  readonly arn: string;
  readonly family: string;
  readonly revision: number;
  readonly networkMode: string | null;
  readonly requiresCompatibilities: readonly string[];
  readonly containers: readonly ContainerDefinition[];
}

/** Without the values of its environment: see {@link EcsFacts.environmentIs}. */
export interface ContainerDefinition {
  readonly name: string;
  readonly image: string;
  readonly isEssential: boolean;
  readonly ports: readonly {readonly containerPort: number; readonly protocol: string}[];
  /** Seconds; null means AWS's default (30 on Fargate, which allows 120 at most). */
  readonly stopTimeoutSeconds: number | null;
  readonly environmentNames: readonly string[];
  /** Names whose values come from a secret store. */
  readonly secretNames: readonly string[];
  /** ARNs of files whose values this API does not show. */
  readonly environmentFiles: readonly string[];
}

export interface EcsTask {
  readonly arn: string;
  readonly taskDefinitionArn: string;
  /** `RUNNING`, `PENDING`, `STOPPED`, … */
  readonly lastStatus: string;
  readonly desiredStatus: string;
  readonly healthStatus: string | null;
  readonly stoppedReason: string | null;
  readonly networkInterfaceId: string | null;
  readonly privateIpv4Address: string | null;
  readonly subnetId: string | null;
}

/** Facts about the named service. */
export interface EcsFacts {
  service(name: ResourceRef<'service'>): Promise<EcsService>;
  /** Every service of every cluster in the account and region of the named resource. */
  services(where: Where): Promise<readonly EcsService[]>;
  /** The latest twenty deployments, newest first; empty where there is no record of one. */
  serviceDeployments(name: ResourceRef<'service'>): Promise<readonly ServiceDeployment[]>;
  taskDefinition(where: Where, taskDefinitionArn: string): Promise<TaskDefinition>;
  /**
   * Whether one variable has this value; null when the container does not set it in clear. The value itself is neither told
   * nor kept: a recording holds a digest, with which another expectation can be compared.
   */
  environmentIs(
    where: Where,
    taskDefinitionArn: string,
    container: string,
    variable: string,
    expected: string,
  ): Promise<boolean | null>;
  /** Those that are meant to run. */
  tasks(name: ResourceRef<'service'>): Promise<readonly EcsTask[]>;
}

const SERVICE_ARN = 'arn:<partition>:ecs:<region>:<account>:service/<service>';

export const ECS = {
  prefix: 'ecs',
  commands: ['ecs'],
  askedWhere: ['service'],
  actions: {
    service: ['ecs:DescribeServices'],
    services: ['ecs:DescribeServices', 'ecs:ListClusters', 'ecs:ListServices'],
    serviceDeployments: ['ecs:ListServiceDeployments', 'ecs:DescribeServiceDeployments'],
    taskDefinition: ['ecs:DescribeTaskDefinition'],
    environmentIs: ['ecs:DescribeTaskDefinition'],
    tasks: ['ecs:ListTasks', 'ecs:DescribeTasks'],
  },
  scopes: {
    'ecs:DescribeServices': {sid: 'ReadServices', resources: [SERVICE_ARN]},
    'ecs:ListServiceDeployments': {sid: 'ReadServices', resources: [SERVICE_ARN]},
    'ecs:DescribeServiceDeployments': {
      sid: 'ReadDeployments',
      resources: [SERVICE_ARN, 'arn:<partition>:ecs:<region>:<account>:service-deployment/<service>/*'],
    },
    'ecs:DescribeTasks': {
      sid: 'ReadTasks',
      resources: ['arn:<partition>:ecs:<region>:<account>:task/<cluster>/*'],
    },
    'ecs:ListTasks': {
      sid: 'ListTasks',
      resources: ['*'],
      condition: {
        operator: 'ArnLike',
        key: 'ecs:cluster',
        value: 'arn:<partition>:ecs:<region>:<account>:cluster/<cluster>',
      },
    },
  },
} as const satisfies AwsService<keyof EcsFacts>;
