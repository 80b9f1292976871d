import {type AwsWorld, HEALTHY} from '../../../src/lab/aws-world.ts';
import {SSE_RULE_PRIORITY} from '../../../src/lab/worlds/elbv2.ts';
import {SSE_TARGET_GROUP_ARN} from '../../../src/lab/worlds/names.ts';
import {
  ecsService,
  forward,
  LISTENER,
  rule,
  targetGroup,
  targetHealth,
  task,
  taskSet,
} from '../../support/aws-facts.ts';
import type {UnusualWorld} from './unusual-world.ts';

/** The group of the task set before, which CodeDeploy fills next. */
const OTHER = targetGroup('jessica-service-sse-other', {loadBalancerArns: []});

const registeredIn = (targetGroupArn: string) =>
  HEALTHY.service.loadBalancers.slice(0, 1).map((one) => ({...one, targetGroupArn}));

const LIVE = taskSet(3, {
  computedDesiredCount: 1,
  runningCount: 1,
  loadBalancers: registeredIn(SSE_TARGET_GROUP_ARN),
});

/** A service of its own for streams: CodeDeploy moves one pair of groups only. */
const SERVICE = ecsService({
  deploymentController: 'CODE_DEPLOY',
  // Still says what the service was created with.
  loadBalancers: registeredIn(OTHER.arn),
  deployments: [],
  taskSets: [LIVE],
  strategy: null,
  circuitBreaker: null,
});

const TASKS = HEALTHY.tasks.map((one) => ({...one, startedBy: LIVE.id}));

/** The service as it was, for the API and the WebSocket endpoint. */
const API_SERVICE = ecsService({
  arn: `${HEALTHY.service.arn}-api`,
  name: 'jessica-service-api',
  loadBalancers: HEALTHY.service.loadBalancers.filter((one) => one.targetGroupArn !== SSE_TARGET_GROUP_ARN),
});

const AWS: AwsWorld = {
  ...HEALTHY,
  service: SERVICE,
  serviceDeployments: [],
  tasks: TASKS,
  otherServices: [{service: API_SERVICE, tasks: HEALTHY.tasks}],
  targetGroups: [...HEALTHY.targetGroups, OTHER],
  otherListeners: [
    {
      listener: {...LISTENER, arn: `${LISTENER.arn}-test`, port: 8443, defaultActions: [forward([live(), 1])]},
      rules: [rule('default', {}, forward([live(), 1]))],
    },
  ],
};

export const CODE_DEPLOY: UnusualWorld = {
  name: 'code-deploy',
  title: 'CodeDeploy replaces the tasks of streams, one task set and target group by another',
  aws: AWS,
  with: {
    'deployment-keeps-serving': {
      params: {rollsBack: false},
      because: 'CodeDeploy, which is not asked, rolls its deployments back',
    },
  },
  faults: [
    {
      title: 'the production rule was moved to the other group, which no task is in any more',
      aws: {
        ...AWS,
        listenerRules: AWS.listenerRules.map((one) =>
          one.priority === SSE_RULE_PRIORITY ? {...one, actions: [forward([OTHER.name, 1])]} : one,
        ),
        targetGroups: AWS.targetGroups.map((one) =>
          one.arn === OTHER.arn ? {...one, loadBalancerArns: [HEALTHY.loadBalancer.arn]} : one,
        ),
      },
      item: 'sse-rule-wins',
      says: OTHER.name,
    },
    {
      title:
        'the production rule leads to the task set before, and the replacement task set has the group that is named',
      aws: {
        ...AWS,
        service: {
          ...SERVICE,
          taskSets: [
            {...LIVE, loadBalancers: registeredIn(OTHER.arn)},
            {...LIVE, id: 'ecs-svc/4', status: 'ACTIVE'},
          ],
        },
      },
      item: 'service-uses-target-group',
      says: OTHER.name,
    },
    {
      title: 'the task set that serves production does not become stable',
      aws: {...AWS, service: {...SERVICE, taskSets: [{...LIVE, runningCount: 0, stabilityStatus: 'STABILIZING'}]}},
      item: 'service-steady',
      says: 'STABILIZING',
    },
    {
      title: 'a task of the set before is still in the group, and healthy',
      aws: {
        ...AWS,
        tasks: [...TASKS, task(1, {startedBy: 'ecs-svc/2', lastStatus: 'STOPPED', desiredStatus: 'STOPPED'})],
        targetHealth: {
          ...AWS.targetHealth,
          [SSE_TARGET_GROUP_ARN]: [...(AWS.targetHealth[SSE_TARGET_GROUP_ARN] ?? []), targetHealth('10.0.1.10')],
        },
      },
      item: 'tasks-are-healthy',
      says: '10.0.1.10',
    },
  ],
};

function live(): string {
  return HEALTHY.targetGroups.find(({arn}) => arn === SSE_TARGET_GROUP_ARN)?.name ?? '';
}
