import type {AwsWorld} from '../../../../src/lab/aws-world.ts';
import {API_TARGET_GROUP_ARN, ruleArn, SSE_TARGET_GROUP_ARN} from '../../../../src/lab/worlds/names.ts';
import type {
  EcrImage,
  EcsService,
  EcsTask,
  EcsTaskSet,
  ServiceDeployment,
} from '../../../../src/model/facts/aws-facts.ts';
import type {RecordedBreakage} from '../breakage.ts';

/** Of services and their tasks: the emulator deploys nothing. */
export const RECORDED_TASKS: readonly RecordedBreakage[] = [
  {
    fault: 'the task runs, and the health check of its container fails',
    known: [],
    fails: ['service-steady'],
    breaks: (world) => withTasks(world, {healthStatus: 'UNHEALTHY'}),
  },
  {
    fault: 'a second target shares the sessions, and does not answer health checks at the moment',
    known: [12],
    fails: ['targets-healthy', 'one-home'],
    breaks: (world) => ({
      ...world,
      targetHealth: {
        ...world.targetHealth,
        [SSE_TARGET_GROUP_ARN]: (world.targetHealth[SSE_TARGET_GROUP_ARN] ?? []).flatMap((target) => [
          target,
          {...target, targetId: '10.20.2.99', state: 'unhealthy', reason: 'Target.Timeout', description: null},
        ]),
      },
    }),
  },
  {
    fault: 'the service names a revision that none of its tasks runs',
    known: [],
    fails: ['service-steady'],
    breaks: (world) => {
      const named = world.service.taskDefinitionArn.replace(/\d+$/, '10');
      const deployments = world.service.deployments.map((one) => ({...one, taskDefinitionArn: named, failedTasks: 5}));
      return withService(world, {taskDefinitionArn: named, deployments});
    },
  },
  {
    fault: 'an alarm ended the deployment while it baked',
    known: [],
    fails: ['service-steady'],
    breaks: (world) =>
      withHistory(world, {
        status: 'ROLLBACK_IN_PROGRESS',
        lifecycleStage: 'BAKE_TIME',
        triggeredAlarms: ['jessica-sse-target-5xx'],
      }),
  },
  {
    fault: 'CodeDeploy has shifted the traffic, and the old task set still waits for its end',
    known: [],
    fails: ['service-steady'],
    breaks: (world) => withTaskSets(world, {}, {status: 'ACTIVE'}),
  },
  {
    fault: 'CodeDeploy has not shifted the traffic to the task set that fills the new target group',
    known: [],
    fails: ['service-steady', 'service-target-group'],
    breaks: (world) =>
      withTaskSets(
        world,
        {loadBalancers: world.service.loadBalancers.filter((one) => one.targetGroupArn !== SSE_TARGET_GROUP_ARN)},
        {status: 'ACTIVE'},
      ),
  },
  {
    fault: 'the production rule of the blue/green service forwards to its other target group',
    known: [],
    fails: ['service-target-group'],
    breaks: (world) =>
      withService(world, {
        loadBalancers: world.service.loadBalancers.map((one) =>
          one.targetGroupArn === SSE_TARGET_GROUP_ARN
            ? {
                ...one,
                alternateTargetGroupArn: API_TARGET_GROUP_ARN,
                productionListenerRuleArn: ruleArn(110),
                testListenerRuleArn: ruleArn(90),
              }
            : one,
        ),
      }),
  },
  {
    fault: 'a deployment may stop the only task before another runs',
    known: [],
    fails: ['deployment'],
    breaks: (world) => withService(world, {minimumHealthyPercent: 0, maximumPercent: 100}),
  },
  {
    fault: 'a deployment can neither stop the only task nor start another beside it',
    known: [],
    fails: ['deployment'],
    breaks: (world) => withService(world, {minimumHealthyPercent: 100, maximumPercent: 150}),
  },
  {
    fault: 'health checks begin at once, and end every new task before it has started',
    known: [10],
    fails: ['deployment'],
    breaks: (world) => ({
      ...withService(world, {healthCheckGracePeriodSeconds: 0}),
      taskDefinitions: world.taskDefinitions.map((definition) => ({
        ...definition,
        containers: definition.containers.map((one) => ({
          ...one,
          healthCheck: one.healthCheck === null ? null : {...one.healthCheck, startPeriodSeconds: 0},
        })),
      })),
    }),
  },
  {
    fault: 'health checks judge no task in its first day, so that one which never answers is not replaced',
    known: [],
    fails: ['deployment'],
    breaks: (world) => withService(world, {healthCheckGracePeriodSeconds: 86_400}),
  },
  {
    fault: 'nobody rolls a deployment back that fails',
    known: [],
    fails: ['deployment'],
    breaks: (world) => withService(world, {circuitBreaker: {isEnabled: true, rollsBack: false}}),
  },
  {
    fault: 'alarms alone roll back a deployment that fails, and nothing says that they fire where no new task starts',
    known: [],
    fails: [],
    cannotTell: ['deployment'],
    breaks: (world) =>
      withService(world, {
        circuitBreaker: {isEnabled: false, rollsBack: false},
        deploymentAlarms: {isEnabled: true, rollsBack: true, names: ['jessica-sse-target-5xx']},
      }),
  },
  {
    fault: 'an external controller divides the service between two revisions, on purpose or not',
    known: [],
    fails: [],
    cannotTell: ['service-steady', 'deployment'],
    breaks: (world) => {
      const taskDefinitionArn = world.service.taskDefinitionArn.replace(/\d+$/, '8');
      const divided = withTaskSets(world, {}, {status: 'ACTIVE', taskDefinitionArn});
      const tasks = divided.tasks.flatMap((task) => [
        task,
        {...task, arn: `${task.arn}2`, startedBy: 'ecs-svc/2', taskDefinitionArn, privateIpv4Address: '10.20.2.99'},
      ]);
      return {...withService(divided, {deploymentController: 'EXTERNAL'}), tasks};
    },
  },
  {
    fault: 'the tag was moved to another image since the task was started',
    known: [],
    fails: ['image'],
    breaks: (world) =>
      withImage(world, 'jessica-service:2026-11-19', {
        digest: `sha256:${'5d'.repeat(32)}`,
        status: 'ACTIVE',
        isList: false,
      }),
  },
  {
    fault: 'the tag now names a list of images for several platforms, and the task runs none of these',
    known: [],
    fails: ['image'],
    breaks: (world) =>
      withList(world, [
        {digest: `sha256:${'6e'.repeat(32)}`, platform: 'linux/amd64'},
        {digest: `sha256:${'7f'.repeat(32)}`, platform: 'linux/arm64'},
      ]),
  },
  {
    fault:
      'the tag named a list of images for several platforms that is gone, and the task says the digest of one image',
    known: [],
    fails: [],
    cannotTell: ['image'],
    breaks: (world) => withList(world, null),
  },
  {
    fault: 'the image of the revision before is not in ECR, which fetches it from another registry when it is pulled',
    known: [],
    fails: [],
    cannotTell: ['previous-revision'],
    breaks: (world) => ({
      ...world,
      ecrImages: {...world.ecrImages, 'jessica-service:2026-11-05': null},
      ecrCacheRules: [{prefix: 'ROOT', upstream: 'registry-1.docker.io'}],
    }),
  },
  {
    fault: 'the revision before was deregistered',
    known: [],
    fails: ['previous-revision'],
    breaks: (world) => ({
      ...world,
      taskDefinitions: world.taskDefinitions.map((one) => (one.revision === 8 ? {...one, status: 'INACTIVE'} : one)),
    }),
  },
  {
    fault: 'a lifecycle policy has archived the image of the revision before',
    known: [],
    fails: ['previous-revision'],
    breaks: (world) =>
      withImage(world, 'jessica-service:2026-11-05', {
        digest: `sha256:${'5d'.repeat(32)}`,
        status: 'ARCHIVED',
        isList: false,
      }),
  },
];

const LIST = `sha256:${'5d'.repeat(32)}`;

function withList(world: AwsWorld, platforms: AwsWorld['ecrPlatforms'][string]): AwsWorld {
  const listed = withImage(world, 'jessica-service:2026-11-19', {digest: LIST, status: 'ACTIVE', isList: true});
  return {...listed, ecrPlatforms: {[`jessica-service@${LIST}`]: platforms ?? null}};
}

function withImage(world: AwsWorld, name: string, image: EcrImage): AwsWorld {
  return {...world, ecrImages: {...world.ecrImages, [name]: image}};
}

function withService(world: AwsWorld, changes: Partial<EcsService>): AwsWorld {
  return {...world, service: {...world.service, ...changes}};
}

function withTasks(world: AwsWorld, changes: Partial<EcsTask>): AwsWorld {
  return {...world, tasks: world.tasks.map((task) => ({...task, ...changes}))};
}

function withHistory(world: AwsWorld, changes: Partial<ServiceDeployment>): AwsWorld {
  return {...world, serviceDeployments: world.serviceDeployments.map((one) => ({...one, ...changes}))};
}

/** The first is PRIMARY and steady but for what is changed, and its task is the one that runs. */
function withTaskSets(world: AwsWorld, ...changes: readonly Partial<EcsTaskSet>[]): AwsWorld {
  const {arn, taskDefinitionArn, loadBalancers} = world.service;
  const taskSets = changes.map((change, i): EcsTaskSet => {
    const id = `ecs-svc/${i + 1}`;
    return {
      id,
      arn: `${arn.replace(':service/', ':task-set/')}/${id}`,
      status: 'PRIMARY',
      taskDefinitionArn,
      computedDesiredCount: 1,
      runningCount: 1,
      pendingCount: 0,
      loadBalancers,
      stabilityStatus: 'STEADY_STATE',
      ...change,
    };
  });
  const running = withTasks(world, {startedBy: 'ecs-svc/1'});
  return withService(running, {deploymentController: 'CODE_DEPLOY', deployments: [], taskSets});
}
