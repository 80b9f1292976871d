import {type Reasons, SAYS} from './reasons.ts';

const RUNS_ALREADY =
  'decide whether and where a task can start: what runs has started, and what fails to start is read from the service';
const INSIDE = 'are inside the container: what becomes of requests is read from the health of targets and tasks';

export const ECS_REASONS: Reasons = {
  members: {
    ecs: [
      {
        of: 'AdvancedConfiguration',
        unread: 'productionListenerRule testListenerRule',
        because: 'decide which rule a blue/green deployment rewrites: to be mapped',
      },
      {of: 'AdvancedConfiguration', unread: 'roleArn', because: RUNS_ALREADY},
      {of: 'Attachment', unread: 'id status', because: SAYS.names},
      {
        of: 'AwsVpcConfiguration',
        unread: 'assignPublicIp',
        because: 'decides what the tasks can reach; load balancers reach them by their private addresses',
      },
      {
        of: 'ContainerDefinition',
        unread: 'dependsOn startTimeout restartPolicy',
        because: 'decide in which order containers start, and whether one is started again within its task',
      },
      {
        of: 'ContainerDefinition',
        unread: 'healthCheck',
        because: 'is what HealthStatus of the task, which is read, is measured by',
      },
      {
        of: 'ContainerDefinition',
        unread: 'command entryPoint workingDirectory user hostname logConfiguration firelensConfiguration',
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
        because: 'decides whether tasks of one revision may run different images: to be mapped',
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
        unread: 'alarms deploymentCircuitBreaker',
        because: 'decide whether a failed deployment is rolled back: to be mapped',
      },
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
          'availabilityZoneRebalancing capacityProviderStrategy placementConstraints placementStrategy platformFamily platformVersion roleArn',
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
        unread: 'deploymentController taskSets schedulingStrategy',
        because: 'decide where the state of a deployment is read from: to be mapped',
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
        unread:
          'alarms deploymentCircuitBreaker deploymentConfiguration lifecycleHookDetails lifecycleStage rollback sourceServiceRevisions',
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
        unread: 'containers',
        because: 'decides which image each container really runs: to be mapped',
      },
      {of: 'Task', unread: 'overrides', because: 'decides whether a task runs with another environment: to be mapped'},
      {
        of: 'Task',
        unread:
          'attributes capacityProviderName containerInstanceArn cpu memory ephemeralStorage fargateEphemeralStorage inferenceAccelerators launchType platformFamily platformVersion',
        because: RUNS_ALREADY,
      },
      {of: 'Task', unread: 'availabilityZone', because: 'decides in which zones there are tasks: to be mapped'},
      {of: 'Task', unread: 'clusterArn group startedBy version', because: SAYS.names},
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
      {
        of: 'TaskDefinition',
        unread: 'status',
        because: 'decides whether a rollback can start tasks of the revision: to be mapped',
      },
      {of: 'TaskDefinition', unread: 'deleteRequestedAt deregisteredAt registeredAt registeredBy', because: SAYS.past},
      {
        of: 'TaskDefinition',
        unread:
          'compatibilities cpu memory ephemeralStorage executionRoleArn inferenceAccelerators ipcMode pidMode placementConstraints requiresAttributes runtimePlatform taskRoleArn volumes',
        because: RUNS_ALREADY,
      },
      {
        of: 'TaskDefinition',
        unread: 'enableFaultInjection proxyConfiguration',
        because: INSIDE,
      },
    ],
  },
  fields: [
    {
      of: 'EcsService',
      unread: 'healthCheckGracePeriodSeconds minimumHealthyPercent maximumPercent strategy',
      because: 'decide whether a deployment keeps enough tasks: to be read',
    },
    {
      of: 'EcsService',
      unread: 'events.at events.message',
      because: 'explain why tasks do not start; that they do not is read from the counts',
    },
    {of: 'EcsDeployment', unread: 'id createdAt', because: SAYS.names},
    {
      of: 'EcsDeployment',
      unread: 'desiredCount runningCount pendingCount',
      because: 'decide which revision runs: to be read',
    },
    {of: 'ServiceDeployment', unread: 'createdAt targetRevisionArn', because: SAYS.past},
    {
      of: 'ContainerDefinition',
      unread: 'image isEssential',
      because: 'decide what runs, and whether its end ends the task: to be read',
    },
    {of: 'ContainerDefinition', unread: 'ports.protocol', because: 'is tcp for what a load balancer reaches by HTTP'},
    {of: 'EcsTask', unread: 'taskDefinitionArn', because: 'decides which revision runs: to be read'},
    {
      of: 'EcsTask',
      unread: 'desiredStatus',
      because: 'is RUNNING for all that are listed, which are those that are meant to run',
    },
    {of: 'EcsTask', unread: 'subnetId', because: 'is that of its interface, which is read'},
  ],
};
