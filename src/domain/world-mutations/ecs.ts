import type {Json} from '../../model/outcome.ts';
import type {WorldMutation} from './world-mutation.ts';
import {another, none} from './wrong-values.ts';

const STEADY = 'the service runs what it should, and as many as it should';
const BEHIND = 'the tasks are behind the target group';
const RUNS = 'the tasks run what was deployed';

export const ECS_MUTATIONS: readonly WorldMutation[] = [
  {fact: 'service', field: 'status', wrong: 'INACTIVE', breaks: STEADY},
  {fact: 'service', field: 'desiredCount', wrong: 2, breaks: STEADY},
  {fact: 'service', field: 'runningCount', wrong: 0, breaks: STEADY},
  {fact: 'service', field: 'pendingCount', wrong: 1, breaks: STEADY},
  {fact: 'service', field: 'taskDefinitionArn', wrong: another, breaks: RUNS},
  {fact: 'service', field: 'loadBalancers', wrong: none, breaks: BEHIND},
  {fact: 'service', field: 'loadBalancers[].targetGroupArn', wrong: another, breaks: BEHIND},
  {fact: 'service', field: 'loadBalancers[].containerName', wrong: another, breaks: BEHIND},
  {fact: 'service', field: 'loadBalancers[].containerPort', wrong: 1, breaks: BEHIND},
  {
    fact: 'service',
    field: 'loadBalancers[].alternateTargetGroupArn',
    wrong: 'arn:aws:elasticloadbalancing:eu-central-1:444444444444:targetgroup/other/0123456789abcdef',
    breaks: 'the service puts its tasks behind one target group at a time',
  },
  {
    fact: 'service',
    field: 'network.securityGroupIds',
    wrong: ['sg-0other'],
    breaks: 'the load balancer reaches the tasks that will be started',
  },
  {fact: 'service', field: 'deployments', wrong: none, breaks: STEADY},
  {fact: 'service', field: 'deployments[].status', wrong: 'ACTIVE', breaks: STEADY},
  {fact: 'service', field: 'deployments[].taskDefinitionArn', wrong: another, breaks: RUNS},
  {fact: 'service', field: 'deployments[].failedTasks', wrong: 5, breaks: STEADY},
  {fact: 'service', field: 'deployments[].rolloutState', wrong: 'FAILED', breaks: STEADY},
  {fact: 'service', field: 'deployments[].runningCount', wrong: 0, breaks: STEADY},
  {fact: 'service', field: 'deployments[].pendingCount', wrong: 1, breaks: STEADY},
  {
    fact: 'service',
    field: 'healthCheckGracePeriodSeconds',
    wrong: 86_400,
    breaks: 'a task that does not answer is replaced soon',
  },
  {fact: 'service', field: 'minimumHealthyPercent', wrong: 0, breaks: 'a deployment keeps the service answering'},
  {fact: 'service', field: 'maximumPercent', wrong: 100, breaks: 'a deployment keeps the service answering'},
  {fact: 'service', field: 'strategy', wrong: 'BLUE_GREEN', breaks: 'deployments leave the listener rules alone'},
  {fact: 'serviceDeployments', field: '[].status', wrong: 'ROLLBACK_SUCCESSFUL', breaks: STEADY},
  {fact: 'tasks', field: '', wrong: none, breaks: STEADY},
  {fact: 'tasks', field: '[].taskDefinitionArn', wrong: another, breaks: RUNS},
  {fact: 'tasks', field: '[].lastStatus', wrong: 'STOPPED', breaks: STEADY},
  {fact: 'tasks', field: '[].healthStatus', wrong: 'UNHEALTHY', breaks: 'the tasks are healthy'},
  {fact: 'tasks', field: '[].privateIpv4Address', wrong: '10.255.255.254', breaks: BEHIND},
  {fact: 'tasks', field: '[].networkInterfaceId', wrong: another, breaks: 'the load balancer reaches the tasks'},
  {fact: 'taskDefinition', field: 'containers[].name', wrong: another, breaks: RUNS},
  {fact: 'taskDefinition', field: 'containers[].image', wrong: another, breaks: RUNS},
  {fact: 'taskDefinition', field: 'containers[].isEssential', wrong: false, breaks: 'a task ends when its server does'},
  {
    fact: 'taskDefinition',
    field: 'containers[].ports[].containerPort',
    wrong: 1,
    breaks: 'the container listens where its target group asks',
  },
  {
    fact: 'taskDefinition',
    field: 'containers[].stopTimeoutSeconds',
    wrong: 1,
    breaks: 'streams have time to end when a task stops',
  },
  {fact: 'taskDefinition', field: 'containers[].environmentNames', wrong: none, breaks: 'the service is configured'},
  {fact: 'taskDefinition', field: 'networkMode', wrong: 'bridge', breaks: 'each task has an address of its own'},
  {fact: 'service', field: 'deploymentController', wrong: 'EXTERNAL', breaks: 'ECS itself deploys the service'},
  {
    fact: 'service',
    field: 'circuitBreaker',
    wrong: {isEnabled: false, rollsBack: false},
    breaks: 'a deployment that fails goes back',
  },
  {fact: 'taskDefinition', field: 'status', wrong: 'INACTIVE', breaks: 'tasks of the revision can be started again'},
  {fact: 'tasks', field: '[].containers[].image', wrong: another, breaks: RUNS},
  {fact: 'tasks', field: '[].containers[].imageDigest', wrong: another, breaks: RUNS},
  {
    fact: 'tasks',
    field: '[].overrides',
    wrong: (_, {containers}) =>
      namesOf(containers).map((container) => ({container, environmentNames: ['BASE_PATH'], environmentFiles: []})),
    breaks: RUNS,
  },
  {fact: 'environmentDigest', field: '', wrong: null, breaks: 'the service is configured'},
];

function namesOf(containers: Json | undefined): string[] {
  if (!Array.isArray(containers)) return [];
  return containers.flatMap((one: Json) =>
    one !== null && typeof one === 'object' && 'name' in one ? [String(one.name)] : [],
  );
}
