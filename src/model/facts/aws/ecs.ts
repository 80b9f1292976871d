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
  /** Those of its strategy, instead of a launch type; none where it has a launch type. */
  readonly capacityProviders: readonly string[];
  /** `REPLICA`, or `DAEMON`: one task on each instance. */
  readonly schedulingStrategy: string;
  readonly loadBalancers: readonly EcsLoadBalancer[];
  /** Of `awsvpc` services; no groups means the VPC's default group. */
  readonly network: {readonly subnetIds: readonly string[]; readonly securityGroupIds: readonly string[]} | null;
  /** Who replaces its tasks: `ECS`, `CODE_DEPLOY` or `EXTERNAL`. */
  readonly deploymentController: string;
  /** Those of the controller `ECS`. */
  readonly deployments: readonly EcsDeployment[];
  /** Those of the other controllers. */
  readonly taskSets: readonly EcsTaskSet[];
  /** Null when AWS does not say. */
  readonly healthCheckGracePeriodSeconds: number | null;
  readonly minimumHealthyPercent: number | null;
  readonly maximumPercent: number | null;
  /** `ROLLING`, `BLUE_GREEN`, `LINEAR` or `CANARY`; null when AWS does not say. */
  readonly strategy: string | null;
  /** Ends a deployment whose tasks fail; null when AWS does not say. */
  readonly circuitBreaker: DeploymentGuard | null;
  /** CloudWatch alarms that end a deployment; null where none are configured. */
  readonly deploymentAlarms: (DeploymentGuard & {readonly names: readonly string[]}) | null;
  /** Newest first, at most a hundred. */
  readonly events: readonly {readonly at: string; readonly message: string}[];
}

export interface DeploymentGuard {
  readonly isEnabled: boolean;
  /** Whether the revision before comes back, too. */
  readonly rollsBack: boolean;
}

export interface EcsLoadBalancer {
  readonly targetGroupArn: string | null;
  /** The other group of a blue/green service. */
  readonly alternateTargetGroupArn: string | null;
  /** The rule whose weights a blue/green service moves from one group to the other; with an NLB the listener. */
  readonly productionListenerRuleArn: string | null;
  /** The rule by which it lets testers reach the other group. */
  readonly testListenerRuleArn: string | null;
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

/** Tasks that an external deployment controller, such as CodeDeploy, starts and moves the traffic to. */
export interface EcsTaskSet {
  readonly id: string;
  readonly arn: string;
  /** `PRIMARY` (serves production), `ACTIVE` or `DRAINING`. */
  readonly status: string;
  readonly taskDefinitionArn: string;
  readonly computedDesiredCount: number;
  readonly runningCount: number;
  readonly pendingCount: number;
  readonly loadBalancers: readonly EcsLoadBalancer[];
  /** `STEADY_STATE` or `STABILIZING`; null when AWS does not say. */
  readonly stabilityStatus: string | null;
}

/** How a deployment went, which the service itself forgets: after a rollback it looks steady on the old revision. */
export interface ServiceDeployment {
  readonly arn: string;
  /** `SUCCESSFUL`, `IN_PROGRESS`, `STOPPED`, `ROLLBACK_SUCCESSFUL`, `ROLLBACK_FAILED`, … */
  readonly status: string;
  readonly statusReason: string | null;
  /** How far one got that is under way, such as `BAKE_TIME`. */
  readonly lifecycleStage: string | null;
  readonly rollbackReason: string | null;
  /** Alarms that ended it. */
  readonly triggeredAlarms: readonly string[];
  /** ISO 8601. */
  readonly createdAt: string | null;
  readonly targetRevisionArn: string | null;
}

export interface TaskDefinition {
  readonly arn: string;
  readonly family: string;
  readonly revision: number;
  /** `ACTIVE`, `INACTIVE` (deregistered: no new task can be started) or `DELETE_IN_PROGRESS`. */
  readonly status: string;
  readonly networkMode: string | null;
  readonly requiresCompatibilities: readonly string[];
  /** The container that all traffic of the task goes through (App Mesh). */
  readonly proxyContainer: string | null;
  /** Roles that a task of it takes on. */
  readonly roleArns: readonly string[];
  readonly containers: readonly ContainerDefinition[];
}

/** Without the values of its environment: see {@link EcsFacts.environmentIs}. */
export interface ContainerDefinition {
  readonly name: string;
  readonly image: string;
  /** Its end is the end of the task. */
  readonly isEssential: boolean;
  /** It takes in the logs of the others (FireLens). */
  readonly isLogRouter: boolean;
  /** Containers that start before it; they stop after it. */
  readonly dependsOn: readonly {readonly container: string; readonly condition: string}[];
  readonly healthCheck: ContainerHealthCheck | null;
  readonly ports: readonly {readonly containerPort: number; readonly protocol: string}[];
  /** Seconds; null means AWS's default (30 on Fargate, which allows 120 at most). */
  readonly stopTimeoutSeconds: number | null;
  readonly environmentNames: readonly string[];
  /** Names whose values come from a secret store. */
  readonly secretNames: readonly string[];
  /** ARNs of files whose values this API does not show. */
  readonly environmentFiles: readonly string[];
}

/** In seconds, with AWS's defaults where the container definition states none. */
export interface ContainerHealthCheck {
  readonly intervalSeconds: number;
  readonly timeoutSeconds: number;
  readonly retries: number;
  /** How long failures do not count after a start. */
  readonly startPeriodSeconds: number;
}

export interface EcsTask {
  readonly arn: string;
  /** `service:<name>`, or what it was started with. */
  readonly group: string | null;
  /** The id of the deployment or task set that started it. */
  readonly startedBy: string | null;
  readonly taskDefinitionArn: string;
  /** `RUNNING`, `PENDING`, `STOPPED`, … */
  readonly lastStatus: string;
  readonly desiredStatus: string;
  readonly healthStatus: string | null;
  readonly stoppedReason: string | null;
  /** `FARGATE`, `EC2`, `EXTERNAL` or `MANAGED_INSTANCES`. */
  readonly launchType: string | null;
  readonly capacityProvider: string | null;
  readonly containers: readonly EcsTaskContainer[];
  /** What it was started with instead of what its task definition says. */
  readonly overrides: readonly ContainerOverride[];
  readonly networkInterfaceId: string | null;
  readonly privateIpv4Address: string | null;
  readonly subnetId: string | null;
}

export interface EcsTaskContainer {
  readonly name: string;
  /** As the task definition has it; null when AWS does not say. */
  readonly image: string | null;
  /** `sha256:…` of the manifest that was pulled, or of the list that it was in; null until it has been. */
  readonly imageDigest: string | null;
}

/** Without the values of its environment. */
export interface ContainerOverride {
  readonly container: string;
  readonly environmentNames: readonly string[];
  readonly environmentFiles: readonly string[];
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
