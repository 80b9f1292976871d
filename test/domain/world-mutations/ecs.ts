import type {Known} from './known.ts';

/** In the key of a fact. */
const REVISION_BEFORE = /jessica-service:8(?=[ :])/;

const REVISION_IN_FORCE = /jessica-service:9(?=[ :])/;

const OTHER_GROUPS = / \.loadBalancers\[[01]\]/;

export const ECS_KNOWN: Known = {
  undecisive: [
    {fact: 'service', fields: 'arn name clusterArn', because: 'are what was asked for'},
    {fact: 'service', fields: 'launchType', because: 'is where tasks run, not what they do'},
    {
      fact: 'service',
      fields: 'network.subnetIds[]',
      because: 'is where tasks will be started; where they are has mutations',
    },
    {
      fact: 'service',
      fields:
        'deployments[].id deployments[].desiredCount deployments[].rolloutStateReason deployments[].createdAt events[].at events[].message',
      because: 'name and explain a deployment; how it goes has mutations',
    },
    {
      fact: 'service',
      fields:
        'taskSets[].id taskSets[].arn taskSets[].status taskSets[].taskDefinitionArn taskSets[].computedDesiredCount taskSets[].runningCount taskSets[].pendingCount taskSets[].loadBalancers[].targetGroupArn taskSets[].loadBalancers[].alternateTargetGroupArn taskSets[].loadBalancers[].productionListenerRuleArn taskSets[].loadBalancers[].testListenerRuleArn taskSets[].loadBalancers[].containerName taskSets[].loadBalancers[].containerPort taskSets[].stabilityStatus',
      because: 'are there when another tool deploys, which has a mutation',
    },
    {
      fact: 'service',
      fields: 'circuitBreaker.isEnabled circuitBreaker.rollsBack',
      because: 'have one mutation together',
    },
    {
      fact: 'service',
      fields:
        'capacityProviders[] schedulingStrategy loadBalancers[].productionListenerRuleArn loadBalancers[].testListenerRuleArn deploymentAlarms.isEnabled deploymentAlarms.rollsBack deploymentAlarms.names[]',
      because: 'say how tasks are started, and what a deployment of another kind rewrites: the kind has a mutation',
    },
    {
      fact: 'services',
      fields:
        '[].capacityProviders[] [].schedulingStrategy [].loadBalancers[].productionListenerRuleArn [].loadBalancers[].testListenerRuleArn [].taskSets[].id [].taskSets[].arn [].taskSets[].status [].taskSets[].taskDefinitionArn [].taskSets[].computedDesiredCount [].taskSets[].runningCount [].taskSets[].pendingCount [].taskSets[].loadBalancers[].targetGroupArn [].taskSets[].loadBalancers[].alternateTargetGroupArn [].taskSets[].loadBalancers[].productionListenerRuleArn [].taskSets[].loadBalancers[].testListenerRuleArn [].taskSets[].loadBalancers[].containerName [].taskSets[].loadBalancers[].containerPort [].taskSets[].stabilityStatus [].circuitBreaker.isEnabled [].circuitBreaker.rollsBack [].deploymentAlarms.isEnabled [].deploymentAlarms.rollsBack [].deploymentAlarms.names[] [].deploymentController [].arn [].name [].clusterArn [].status [].desiredCount [].runningCount [].pendingCount [].taskDefinitionArn [].launchType [].loadBalancers[].targetGroupArn [].loadBalancers[].alternateTargetGroupArn [].loadBalancers[].containerName [].loadBalancers[].containerPort [].network.subnetIds[] [].network.securityGroupIds[] [].deployments[].id [].deployments[].status [].deployments[].taskDefinitionArn [].deployments[].desiredCount [].deployments[].runningCount [].deployments[].pendingCount [].deployments[].failedTasks [].deployments[].rolloutState [].deployments[].rolloutStateReason [].deployments[].createdAt [].healthCheckGracePeriodSeconds [].minimumHealthyPercent [].maximumPercent [].strategy [].events[].at [].events[].message',
      because: 'are what `service` says of each, for the trace, which no item is',
    },
    {
      fact: 'serviceDeployments',
      fields: '[].arn [].statusReason [].createdAt [].targetRevisionArn',
      because: 'name and explain a deployment, whose status has a mutation',
    },
    {
      fact: 'serviceDeployments',
      fields: '[].lifecycleStage [].rollbackReason [].triggeredAlarms[]',
      because: 'explain the status, which has a mutation',
    },
    {
      fact: 'taskDefinition',
      fields:
        'proxyContainer roleArns[] containers[].isLogRouter containers[].dependsOn[].container containers[].dependsOn[].condition containers[].healthCheck.intervalSeconds containers[].healthCheck.timeoutSeconds containers[].healthCheck.retries containers[].healthCheck.startPeriodSeconds',
      because: 'are of containers beside the one that serves; the lab has none',
    },
    {
      fact: 'tasks',
      fields:
        '[].group [].startedBy [].launchType [].capacityProvider [].containers[].name [].overrides[].container [].overrides[].environmentNames[] [].overrides[].environmentFiles[]',
      because: 'say who started a task and how; what it runs has mutations',
    },
    {
      fact: 'taskDefinition',
      fields: 'arn family revision requiresCompatibilities[] containers[].ports[].protocol',
      because: 'are what was asked for, and what ECS itself holds a task to',
    },
    {
      fact: 'taskDefinition',
      fields: 'containers[].secretNames[] containers[].environmentFiles[]',
      because: 'are other ways to set a variable; that it is set has a mutation',
    },
    {
      fact: 'tasks',
      fields: '[].arn [].desiredStatus [].stoppedReason [].subnetId',
      because: 'name and explain a task, whose state and addresses have mutations',
    },
  ],
  survivors: [
    {
      fact: 'service',
      fields: 'loadBalancers[].targetGroupArn loadBalancers[].containerPort',
      at: OTHER_GROUPS,
      because:
        'are the target groups of the API and the WebSocket endpoint, which are there already: their targets are judged',
    },
    {
      fact: 'service',
      fields: 'loadBalancers[].alternateTargetGroupArn',
      at: null,
      because: 'no rule forwards to that other group, so the service still serves from the one that is judged',
    },
    {
      fact: 'service',
      fields: 'network.securityGroupIds',
      at: null,
      because: 'are of tasks that will be started: those that run are judged by their own groups',
    },
    {
      fact: 'service',
      fields: 'strategy',
      at: null,
      because: 'of either kind a deployment leaves the task until another runs; the rules are judged as they are',
    },
    {
      fact: 'service',
      fields: 'deployments[].runningCount deployments[].pendingCount',
      at: null,
      because: 'are the counts of the only deployment, which are those of the service: it has mutations',
    },
    {
      fact: 'tasks',
      fields: '[].containers[].image',
      at: null,
      because: 'is a name: the digest of what was pulled is that of the image that is meant',
    },
    {
      fact: 'taskDefinition',
      fields: 'containers[].image status',
      at: REVISION_IN_FORCE,
      because:
        'are of the revision in force: what its tasks pulled is judged, and a service goes on starting one that is INACTIVE',
    },
    {
      fact: 'taskDefinition',
      fields: 'containers[].isEssential',
      at: null,
      because: 'a server that is not essential is waited for all the same',
    },
    {
      fact: 'taskDefinition',
      fields:
        'containers[].name containers[].ports[].containerPort containers[].stopTimeoutSeconds containers[].environmentNames networkMode',
      at: REVISION_BEFORE,
      because: 'are of the revision before, which no task runs',
    },
    {
      fact: 'environmentDigest',
      fields: '',
      at: REVISION_BEFORE,
      because: 'is of the revision before, which no task runs',
    },
  ],
};
