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
    fault: 'the tag now names a list of images for several platforms, and the task says the digest of one image',
    known: [],
    fails: [],
    cannotTell: ['image'],
    breaks: (world) =>
      withImage(world, 'jessica-service:2026-11-19', {
        digest: `sha256:${'5d'.repeat(32)}`,
        status: 'ACTIVE',
        isList: true,
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
