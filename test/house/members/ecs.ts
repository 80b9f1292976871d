import {type Reasons, SAYS} from './reasons.ts';

const RUNS_ALREADY =
  'decide whether and where a task can start: what runs has started, and what fails to start is read from the service';
const INSIDE = 'are inside the container: what becomes of requests is read from the health of targets and tasks';

export const ECS_REASONS: Reasons = {
  members: {
    ecs: [
      {of: 'AdvancedConfiguration', unread: 'roleArn', because: RUNS_ALREADY},
      {of: 'CapacityProviderStrategyItem', unread: 'base weight', because: RUNS_ALREADY},
      {
        of: 'Container',
        unread: 'containerArn taskArn runtimeId',
        because: SAYS.names,
      },
      {
        of: 'Container',
        unread: 'cpu memory memoryReservation gpuIds gpuSharingStrategy neuronDeviceIds managedAgents',
        because: RUNS_ALREADY,
      },
      {
        of: 'Container',
        unread: 'exitCode healthStatus lastStatus reason',
        because:
          'are summed up by the task: a task with an essential container that ended, or is unhealthy, is stopped or unhealthy itself',
      },
      {
        of: 'Container',
        unread: 'networkBindings networkInterfaces',
        because: 'are those of the task, whose interface is read from its attachment',
      },
      {
        of: 'ContainerOverride',
        unread: 'command cpu memory memoryReservation resourceRequirements',
        because: `${INSIDE}; that a task was started by hand with overrides is read`,
      },
      {
        of: 'DeploymentAlarms',
        unread: 'enable rollback',
        because: 'are read with those of the circuit breaker, in one function for both (ecs/mapping)',
      },
      {
        of: 'DeploymentCircuitBreaker',
        unread: 'enable rollback',
        because: 'are read with those of the alarms, in one function for both (ecs/mapping)',
      },
      {
        of: 'DeploymentCircuitBreaker',
        unread: 'resetOnHealthyTask thresholdConfiguration',
        because: 'say after how many failures it acts; whether it acts at all is read',
      },
      {
        of: 'FirelensConfiguration',
        unread: 'options type',
        because: 'say how logs are routed; that the container is a log router is read from there being any',
      },
      {
        of: 'HealthCheck',
        unread: 'command',
        because: 'is what is asked inside the container; what came of it is the health of the task',
      },
      {
        of: 'ProxyConfiguration',
        unread: 'properties type',
        because: 'say which traffic goes by the proxy; that there is one is read',
      },
      {of: 'Rollback', unread: 'serviceRevisionArn startedAt', because: SAYS.past},
      {
        of: 'ServiceDeploymentAlarms',
        unread: 'alarmNames status',
        because: 'say what was watched; which of them stopped the deployment is read',
      },
      {
        of: 'TaskOverride',
        unread: 'cpu memory ephemeralStorage executionRoleArn inferenceAcceleratorOverrides taskRoleArn',
        because: RUNS_ALREADY,
      },
      {
        of: 'TaskSet',
        unread:
          'capacityProviderStrategy fargateEphemeralStorage launchType networkConfiguration platformFamily platformVersion',
        because: RUNS_ALREADY,
      },
      {of: 'TaskSet', unread: 'clusterArn serviceArn externalId startedBy', because: SAYS.names},
      {of: 'TaskSet', unread: 'createdAt stabilityStatusAt updatedAt', because: SAYS.past},
      {of: 'TaskSet', unread: 'scale', because: 'is the share that the computed count, which is read, comes from'},
      {of: 'TaskSet', unread: 'serviceRegistries', because: 'are names under which other services find the tasks'},
      {of: 'TaskSet', unread: 'tags', because: SAYS.tags},
      {of: 'Attachment', unread: 'id status', because: SAYS.names},
      {
        of: 'AwsVpcConfiguration',
        unread: 'assignPublicIp',
        because: 'decides what the tasks can reach; load balancers reach them by their private addresses',
      },
      {
        of: 'ContainerDefinition',
        unread: 'startTimeout restartPolicy',
        because: 'decide in which order containers start, and whether one is started again within its task',
      },
      {
        of: 'ContainerDefinition',
        unread: 'command entryPoint workingDirectory user hostname logConfiguration',
        because: INSIDE,
      },
      {
        of: 'ContainerDefinition',
        unread:
          'cpu memory memoryReservation resourceRequirements ulimits linuxParameters systemControls mountPoints volumesFrom readonlyRootFilesystem privileged interactive pseudoTerminal credentialSpecs dockerSecurityOptions repositoryCredentials',
        because: RUNS_ALREADY,
      },
      {of: 'ContainerDefinition', unread: 'dockerLabels', because: SAYS.tags},
      {
        of: 'ContainerDefinition',
        unread: 'disableNetworking dnsSearchDomains dnsServers extraHosts links',
        because:
          'are settings that tasks with addresses of their own (awsvpc) cannot have, or what the container asks by name',
      },
      {
        of: 'ContainerDefinition',
        unread: 'versionConsistency',
        because:
          'decides whether tasks of one revision may run different images: which they run is read from each task',
      },
      {
        of: 'Deployment',
        unread:
          'capacityProviderStrategy fargateEphemeralStorage launchType platformFamily platformVersion serviceConnectConfiguration serviceConnectResources volumeConfigurations vpcLatticeConfigurations',
        because: RUNS_ALREADY,
      },
      {
        of: 'Deployment',
        unread: 'networkConfiguration',
        because: 'is that of the service for its newest deployment; where tasks are is read from the tasks',
      },
      {of: 'Deployment', unread: 'updatedAt', because: SAYS.past},
      {
        of: 'DeploymentConfiguration',
        unread: 'bakeTimeInMinutes canaryConfiguration linearConfiguration lifecycleHooks earlySuccessCriteria',
        because: 'say how long a deployment takes; how far it has come is read from the deployment',
      },
      {of: 'DescribeTaskDefinitionResponse', unread: 'tags', because: SAYS.tags},
      {of: 'EnvironmentFile', unread: 'type', because: 'is s3 for all of them'},
      {of: 'LoadBalancer', unread: 'loadBalancerName', because: 'is of Classic Load Balancers'},
      {of: 'PortMapping', unread: 'appProtocol name', because: 'are for Service Connect'},
      {
        of: 'PortMapping',
        unread: 'hostPort',
        because:
          'equals the port of the container where a task has an address of its own; the port of a target is read from it',
      },
      {
        of: 'Secret',
        unread: 'valueFrom',
        because: 'is where a secret is kept: that there is one, and its name, are read',
      },
      {
        of: 'Service',
        unread:
          'availabilityZoneRebalancing placementConstraints placementStrategy platformFamily platformVersion roleArn',
        because: RUNS_ALREADY,
      },
      {of: 'Service', unread: 'createdAt createdBy resourceManagementType', because: SAYS.names},
      {of: 'Service', unread: 'tags enableECSManagedTags propagateTags', because: SAYS.tags},
      {of: 'Service', unread: 'enableExecuteCommand', because: 'lets people into containers, not requests'},
      {
        of: 'Service',
        unread: 'currentServiceDeployment currentServiceRevisions',
        because: 'name the deployment that is under way, which is read from the deployments of the service',
      },
      {
        of: 'Service',
        unread: 'serviceRegistries',
        because: 'are names under which other services find the tasks; clients come through the load balancer',
      },
      {
        of: 'ServiceDeployment',
        unread: 'clusterArn serviceArn finishedAt startedAt stoppedAt updatedAt',
        because: SAYS.past,
      },
      {
        of: 'ServiceDeployment',
        unread: 'deploymentCircuitBreaker deploymentConfiguration lifecycleHookDetails sourceServiceRevisions',
        because: 'say how it went in detail; how it ended is read from Status',
      },
      {
        of: 'ServiceDeploymentBrief',
        unread: 'clusterArn finishedAt serviceArn startedAt status statusReason targetServiceRevisionArn',
        because: 'come again with the deployment itself, which is asked for each',
      },
      {of: 'ServiceEvent', unread: 'id', because: SAYS.names},
      {
        of: 'ServiceRevisionSummary',
        unread:
          'pendingTaskCount requestedProductionTrafficWeight requestedTaskCount requestedTestTrafficWeight runningTaskCount',
        because: 'say how far a deployment that is under way has come; whether it is over is read from Status',
      },
      {
        of: 'Task',
        unread:
          'attributes containerInstanceArn cpu memory ephemeralStorage fargateEphemeralStorage inferenceAccelerators platformFamily platformVersion',
        because: RUNS_ALREADY,
      },
      {
        of: 'Task',
        unread: 'availabilityZone',
        because:
          'matters where targets lack in a zone: the zones of the targets are read, as the load balancer has them',
      },
      {of: 'Task', unread: 'clusterArn version', because: SAYS.names},
      {
        of: 'Task',
        unread:
          'connectivityAt createdAt executionStoppedAt pullStartedAt pullStoppedAt startedAt stoppedAt stoppingAt',
        because: SAYS.past,
      },
      {
        of: 'Task',
        unread: 'connectivity stopCode',
        because:
          'say how the agent sees the task, and why it stopped; its state and the reason are read from LastStatus and StoppedReason',
      },
      {of: 'Task', unread: 'enableExecuteCommand', because: 'lets people into containers, not requests'},
      {of: 'Task', unread: 'tags', because: SAYS.tags},
      {of: 'TaskDefinition', unread: 'deleteRequestedAt deregisteredAt registeredAt registeredBy', because: SAYS.past},
      {
        of: 'TaskDefinition',
        unread:
          'compatibilities cpu memory ephemeralStorage inferenceAccelerators ipcMode pidMode placementConstraints requiresAttributes runtimePlatform volumes',
        because: RUNS_ALREADY,
      },
      {
        of: 'TaskDefinition',
        unread: 'enableFaultInjection',
        because: INSIDE,
      },
    ],
  },
  fields: [
    {
      of: 'EcsService',
      unread: 'events.at events.message',
      because: 'explain why tasks do not start; that they do not is read from the counts',
    },
    {
      of: 'EcsService',
      unread: 'capacityProviders',
      because: 'say where the next tasks start; where those that run do is read from the tasks',
    },
    {of: 'EcsDeployment', unread: 'id createdAt', because: SAYS.names},
    {
      of: 'EcsDeployment',
      unread: 'desiredCount runningCount pendingCount',
      because: 'are of one deployment, and all there is when it is over: which revision runs is read from the tasks',
    },
    {of: 'ServiceDeployment', unread: 'createdAt targetRevisionArn', because: SAYS.past},
    {
      of: 'ContainerDefinition',
      unread: 'dependsOn.condition',
      because: 'says when the other one may start; at the stop of a task all conditions mean the same order',
    },
    {of: 'ContainerDefinition', unread: 'ports.protocol', because: 'is tcp for what a load balancer reaches by HTTP'},
    {
      of: 'ContainerHealthCheck',
      unread: 'timeoutSeconds',
      because: 'adds to the time until a container is unhealthy: without it a start is judged by the shortest time',
    },
    {of: 'EcsTask', unread: 'group', because: 'is compared by the probe, which leaves out tasks of other services'},
    {
      of: 'EcsTask',
      unread: 'capacityProvider',
      because: 'says which pool a task runs in; whether that is Fargate is read from its launch type',
    },
  ],
};
