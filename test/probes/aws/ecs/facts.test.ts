import {
  DescribeServiceDeploymentsCommand,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  ListClustersCommand,
  ListServiceDeploymentsCommand,
  ListServicesCommand,
  ListTasksCommand,
} from '@aws-sdk/client-ecs';
import {expect} from 'chai';
import type {Resource} from '../../../../src/model/checklist.ts';
import {AwsRefusal, CannotTell} from '../../../../src/model/errors.ts';
import {refTo} from '../../../../src/model/resource-ref.ts';
import {KnownSecrets} from '../../../../src/model/text/secrets/known-secrets.ts';
import {createAws} from '../../../../src/probes/aws/create-aws.ts';
import {liveFacts, recordFacts, replayFacts} from '../../../../src/probes/facts.ts';
import {
  mockedSdk,
  PLATFORM,
  type PlainFacts,
  probe,
  RESOURCES,
  refusedWith,
  sleeplessClock,
} from '../../../support/aws-answers.ts';
import {thrownBy} from '../../../support/thrown-by.ts';
import {CONTAINER, sdkDeployment, sdkService, sdkTask, sdkTaskDefinition, TASK_DEFINITION_ARN} from './sdk-answers.ts';

/** A resource for each of these services of the cluster `main`. */
function servicesCalled(...names: string[]): Record<string, Resource> {
  return Object.fromEntries(names.map((service) => [service, {...RESOURCES.service, name: service, service}]));
}

describe('ECS facts', () => {
  const sdk = mockedSdk();

  beforeEach(() => {
    sdk.reset();
    sdk.ecs.on(DescribeServicesCommand).callsFake(({services}: {services: string[]}) => ({
      services: services
        .filter((name) => !name.endsWith('-gone'))
        .map((name) => sdkService(name.split('/').at(-1) ?? '')),
      failures: services.filter((name) => name.endsWith('-gone')).map((arn) => ({arn, reason: 'MISSING'})),
    }));
    sdk.ecs.on(DescribeTaskDefinitionCommand).resolves({taskDefinition: sdkTaskDefinition(CONTAINER)});
  });

  after(() => sdk.restore());

  describe('of a service', () => {
    it('have all that decides whether it is steady', async () => {
      const createdAt = new Date('2026-11-21T12:00:00Z');
      sdk.ecs.on(DescribeServicesCommand).resolves({
        services: [
          sdkService('jessica-service', {
            launchType: 'FARGATE',
            loadBalancers: [
              {
                targetGroupArn: 'arn:blue',
                containerName: 'web',
                containerPort: 8000,
                advancedConfiguration: {
                  alternateTargetGroupArn: 'arn:green',
                  productionListenerRule: 'arn:rule/1',
                  testListenerRule: 'arn:rule/2',
                  roleArn: undefined,
                },
              },
            ],
            capacityProviderStrategy: [{capacityProvider: 'FARGATE_SPOT', weight: 1}],
            schedulingStrategy: 'REPLICA',
            deploymentController: {type: 'CODE_DEPLOY'},
            taskSets: [
              {
                id: 'ecs-svc/2',
                taskSetArn: 'arn:task-set/2',
                status: 'PRIMARY',
                taskDefinition: TASK_DEFINITION_ARN,
                computedDesiredCount: 2,
                runningCount: 2,
                pendingCount: 0,
                loadBalancers: [{targetGroupArn: 'arn:green', containerName: 'web', containerPort: 8000}],
                stabilityStatus: 'STEADY_STATE',
              },
            ],
            networkConfiguration: {awsvpcConfiguration: {subnets: ['subnet-a'], securityGroups: ['sg-1']}},
            deployments: [
              {
                id: 'ecs-svc/1',
                status: 'PRIMARY',
                taskDefinition: TASK_DEFINITION_ARN,
                desiredCount: 2,
                runningCount: 1,
                pendingCount: 1,
                failedTasks: 3,
                rolloutState: 'IN_PROGRESS',
                createdAt,
              },
            ],
            deploymentConfiguration: {
              minimumHealthyPercent: 100,
              maximumPercent: 200,
              strategy: 'BLUE_GREEN',
              deploymentCircuitBreaker: {enable: true, rollback: false},
              alarms: {enable: true, rollback: true, alarmNames: ['errors']},
            },
            healthCheckGracePeriodSeconds: 60,
            events: [{id: '1', createdAt, message: 'has reached a steady state.'}],
          }),
        ],
      });
      expect(await probe().facts.service('service')).to.deep.equal({
        arn: 'arn:aws:ecs:eu-central-1:444444444444:service/main/jessica-service',
        name: 'jessica-service',
        clusterArn: 'arn:aws:ecs:eu-central-1:444444444444:cluster/main',
        status: 'ACTIVE',
        desiredCount: 2,
        runningCount: 2,
        pendingCount: 0,
        taskDefinitionArn: TASK_DEFINITION_ARN,
        launchType: 'FARGATE',
        capacityProviders: ['FARGATE_SPOT'],
        schedulingStrategy: 'REPLICA',
        loadBalancers: [
          {
            targetGroupArn: 'arn:blue',
            alternateTargetGroupArn: 'arn:green',
            productionListenerRuleArn: 'arn:rule/1',
            testListenerRuleArn: 'arn:rule/2',
            containerName: 'web',
            containerPort: 8000,
          },
        ],
        network: {subnetIds: ['subnet-a'], securityGroupIds: ['sg-1']},
        deploymentController: 'CODE_DEPLOY',
        deployments: [
          {
            id: 'ecs-svc/1',
            status: 'PRIMARY',
            taskDefinitionArn: TASK_DEFINITION_ARN,
            desiredCount: 2,
            runningCount: 1,
            pendingCount: 1,
            failedTasks: 3,
            rolloutState: 'IN_PROGRESS',
            rolloutStateReason: null,
            createdAt: '2026-11-21T12:00:00.000Z',
          },
        ],
        taskSets: [
          {
            id: 'ecs-svc/2',
            arn: 'arn:task-set/2',
            status: 'PRIMARY',
            taskDefinitionArn: TASK_DEFINITION_ARN,
            computedDesiredCount: 2,
            runningCount: 2,
            pendingCount: 0,
            loadBalancers: [
              {
                targetGroupArn: 'arn:green',
                alternateTargetGroupArn: null,
                productionListenerRuleArn: null,
                testListenerRuleArn: null,
                containerName: 'web',
                containerPort: 8000,
              },
            ],
            stabilityStatus: 'STEADY_STATE',
          },
        ],
        healthCheckGracePeriodSeconds: 60,
        minimumHealthyPercent: 100,
        maximumPercent: 200,
        strategy: 'BLUE_GREEN',
        circuitBreaker: {isEnabled: true, rollsBack: false},
        deploymentAlarms: {isEnabled: true, rollsBack: true, names: ['errors']},
        events: [{at: '2026-11-21T12:00:00.000Z', message: 'has reached a steady state.'}],
      });
    });

    it('are asked for ten at a time, in each cluster by itself, and one that is missing leaves the others', async () => {
      const names = [...Array.from({length: 11}, (_, i) => `service-${i}`), 'service-gone'];
      const resources = {
        ...servicesCalled(...names),
        elsewhere: {...RESOURCES.service, name: 'elsewhere', cluster: 'other'},
      };
      const {facts} = probe(resources);
      const asked = names.map((name) => (name === 'service-gone' ? null : facts.service(name)));
      const gone = thrownBy(facts.service('service-gone'), CannotTell);
      const elsewhere = await facts.service('elsewhere');
      const found = await Promise.all(asked);
      expect(found.map((service) => service?.name)).to.deep.equal([...names.slice(0, 11), undefined]);
      expect(elsewhere.name).to.equal('jessica-service');
      expect((await gone).message).to.equal(
        'no service "service-gone" in cluster "main" of account platform (444444444444), eu-central-1',
      );
      const calls = sdk.ecs.commandCalls(DescribeServicesCommand).map((call) => call.args[0].input);
      expect(calls.map(({cluster, services}) => [cluster, services?.length])).to.have.deep.members([
        ['main', 10],
        ['main', 2],
        ['other', 1],
      ]);
    });

    it('are listed for every cluster, by pages of a hundred, and described ten at a time', async () => {
      const cluster = (name: string) => `arn:aws:ecs:eu-central-1:444444444444:cluster/${name}`;
      const arns = Array.from({length: 12}, (_, i) => `arn:aws:ecs:eu-central-1:444444444444:service/main/s${i}`);
      sdk.ecs
        .on(ListClustersCommand)
        .resolvesOnce({clusterArns: [cluster('main')], nextToken: 'more'})
        .resolvesOnce({clusterArns: [cluster('empty')]});
      sdk.ecs
        .on(ListServicesCommand, {cluster: cluster('main')})
        .resolvesOnce({serviceArns: arns.slice(0, 11), nextToken: 'more'})
        .resolvesOnce({serviceArns: [...arns.slice(11), 'arn:aws:ecs:eu-central-1:444444444444:service/main/x-gone']})
        .on(ListServicesCommand, {cluster: cluster('empty')})
        .resolves({serviceArns: []});
      const services = await probe().facts.services('alb');
      expect(services.map(({arn}) => arn)).to.deep.equal(arns);
      const described = sdk.ecs.commandCalls(DescribeServicesCommand).map((call) => call.args[0].input);
      expect(described.map((input) => [input.cluster, input.services?.length])).to.deep.equal([
        [cluster('main'), 10],
        [cluster('main'), 3],
      ]);
      const pages = sdk.ecs.commandCalls(ListServicesCommand).map((call) => call.args[0].input);
      expect(pages.map(({maxResults}) => maxResults)).to.deep.equal([100, 100, 100]);
      expect(pages.map(({nextToken}) => nextToken)).to.have.members([undefined, undefined, 'more']);
      expect(sdk.ecs.commandCalls(ListClustersCommand).map((call) => call.args[0].input)).to.deep.equal([
        {nextToken: undefined, maxResults: 100},
        {nextToken: 'more', maxResults: 100},
      ]);
    });

    it('are listed without a cluster that is gone by then, and not at all when a later page is refused', async () => {
      sdk.ecs.on(ListServicesCommand).rejectsOnce(refusedWith('ClusterNotFoundException'));
      expect(await probe().facts.services('alb')).to.deep.equal([]);
      sdk.ecs
        .on(ListServicesCommand)
        .resolvesOnce({serviceArns: [], nextToken: 'more'})
        .rejects(refusedWith('AccessDeniedException'));
      expect((await thrownBy(probe().facts.services('alb'), AwsRefusal)).action).to.equal('ecs:ListServices');
    });

    it('are found by the ARN of the service too', async () => {
      const arn = sdkService('jessica-service').serviceArn ?? '';
      sdk.ecs.on(DescribeServicesCommand).resolves({services: [sdkService('jessica-service')]});
      expect((await probe(servicesCalled(arn)).facts.service(arn)).name).to.equal('jessica-service');
    });

    it('are an error in a cluster that does not exist, which is not a refusal', async () => {
      const missing = refusedWith('ClusterNotFoundException');
      sdk.ecs.on(DescribeServicesCommand).rejects(missing);
      sdk.ecs.on(ListTasksCommand).rejects(missing);
      sdk.ecs.on(ListServiceDeploymentsCommand).rejects(missing);
      const {facts} = probe();
      for (const ask of [facts.service, facts.tasks, facts.serviceDeployments]) {
        const thrown = await thrownBy(ask('service'), CannotTell);
        expect(thrown).not.to.be.instanceOf(AwsRefusal);
        expect(thrown.message).to.equal('no cluster "main" in account platform (444444444444), eu-central-1');
      }
    });

    it('are refused when AWS says of one that it could not look', async () => {
      sdk.ecs
        .on(DescribeServicesCommand)
        .resolves({services: [], failures: [{arn: 'arn:jessica-service', reason: 'BUSY', detail: 'later'}]});
      const refusal = await thrownBy(probe().facts.service('service'), AwsRefusal);
      expect(refusal.message).to.include('no description of arn:jessica-service: BUSY (later)');
    });
  });

  describe('of deployments', () => {
    it('are the latest twenty of all pages, newest first', async () => {
      const brief = (number: number) => {
        const {serviceDeploymentArn, createdAt} = sdkDeployment(number);
        return {serviceDeploymentArn, createdAt};
      };
      const numbers = Array.from({length: 25}, (_, i) => i + 1);
      sdk.ecs
        .on(ListServiceDeploymentsCommand)
        .resolvesOnce({serviceDeployments: numbers.slice(0, 12).map(brief), nextToken: 'more'})
        .resolvesOnce({serviceDeployments: numbers.slice(12).map(brief)});
      // In an order of its own.
      sdk.ecs
        .on(DescribeServiceDeploymentsCommand)
        .resolves({serviceDeployments: numbers.slice(5).map((number) => sdkDeployment(number))});
      const found = await probe().facts.serviceDeployments('service');
      expect(found.map(({createdAt}) => new Date(createdAt ?? '').getUTCDate())).to.deep.equal(
        numbers.slice(5).reverse(),
      );
      const [described] = sdk.ecs.commandCalls(DescribeServiceDeploymentsCommand);
      expect(described?.args[0].input.serviceDeploymentArns).to.have.length(20);
    });

    it('are none where AWS remembers none, without another call', async () => {
      sdk.ecs.on(ListServiceDeploymentsCommand).resolves({serviceDeployments: []});
      expect(await probe().facts.serviceDeployments('service')).to.deep.equal([]);
      expect(sdk.ecs.commandCalls(DescribeServiceDeploymentsCommand)).to.have.length(0);
    });

    it('are refused when one is missing from the description', async () => {
      sdk.ecs.on(DescribeServiceDeploymentsCommand).resolves({serviceDeployments: []});
      const refusal = await thrownBy(probe().facts.serviceDeployments('service'), AwsRefusal);
      expect(refusal.action).to.equal('ecs:DescribeServiceDeployments');
    });

    it('are an error for a service that does not exist', async () => {
      sdk.ecs.on(ListServiceDeploymentsCommand).rejects(refusedWith('ServiceNotFoundException'));
      const thrown = await thrownBy(probe().facts.serviceDeployments('service'), CannotTell);
      expect(thrown.message).to.include('no service "jessica-service" in cluster "main"');
    });
  });

  describe('of a task definition', () => {
    it('have names of the environment and no values', async () => {
      sdk.ecs.on(DescribeTaskDefinitionCommand).resolves({
        taskDefinition: {
          ...sdkTaskDefinition({
            ...CONTAINER,
            stopTimeout: 120,
            environmentFiles: [{value: 'arn:aws:s3:::bucket/web.env', type: 's3'}],
            portMappings: [{containerPort: 8000}, {containerPortRange: '9000-9002', protocol: 'udp'}],
            dependsOn: [{containerName: 'envoy', condition: 'HEALTHY'}],
            firelensConfiguration: {type: 'fluentbit'},
            healthCheck: {command: ['CMD', 'true'], startPeriod: 20},
          }),
          networkMode: 'awsvpc',
          requiresCompatibilities: ['FARGATE'],
          proxyConfiguration: {containerName: 'envoy', type: 'APPMESH'},
          executionRoleArn: 'arn:role/execution',
        },
      });
      expect(await probe().facts.taskDefinition('service', TASK_DEFINITION_ARN)).to.deep.equal({
        arn: TASK_DEFINITION_ARN,
        family: 'jessica',
        revision: 7,
        status: 'ACTIVE',
        networkMode: 'awsvpc',
        requiresCompatibilities: ['FARGATE'],
        proxyContainer: 'envoy',
        roleArns: ['arn:role/execution'],
        containers: [
          {
            name: 'web',
            image: 'web:7',
            isEssential: true,
            isLogRouter: true,
            dependsOn: [{container: 'envoy', condition: 'HEALTHY'}],
            healthCheck: {intervalSeconds: 30, timeoutSeconds: 5, retries: 3, startPeriodSeconds: 20},
            ports: [
              {containerPort: 8000, protocol: 'tcp'},
              {containerPort: 9000, protocol: 'udp'},
              {containerPort: 9001, protocol: 'udp'},
              {containerPort: 9002, protocol: 'udp'},
            ],
            stopTimeoutSeconds: 120,
            environmentNames: ['BASE_PATH', 'DATABASE_PASSWORD'],
            secretNames: ['TOKEN'],
            environmentFiles: ['arn:aws:s3:::bucket/web.env'],
          },
        ],
      });
    });

    it('and each value that is asked for by name cost one call', async () => {
      const {aws, facts} = probe();
      const is = (variable: string, value: string) =>
        facts.environmentIs('service', TASK_DEFINITION_ARN, 'web', variable, value);
      const [, basePath, password, secret, unset] = await Promise.all([
        facts.taskDefinition('service', TASK_DEFINITION_ARN),
        is('BASE_PATH', '/jessica-service'),
        is('DATABASE_PASSWORD', 'hunter3'),
        is('TOKEN', ''),
        is('OTHER', ''),
      ]);
      expect([basePath, password, secret, unset]).to.deep.equal([true, false, null, null]);
      expect(await is('BASE_PATH', '/JESSICA-service')).to.equal(false);
      expect(aws.calls()).to.deep.equal({ecs: 1, sts: 1});
    });

    it('are not known where a container sets one twice, to different values', async () => {
      const environment = [
        ...['a', 'b'].map((value) => ({name: 'TWICE', value})),
        ...['a', 'a'].map((value) => ({name: 'TWICE_ALIKE', value})),
      ];
      sdk.ecs
        .on(DescribeTaskDefinitionCommand)
        .resolves({taskDefinition: sdkTaskDefinition({...CONTAINER, environment})});
      const {facts} = probe();
      const is = (variable: string) => facts.environmentIs('service', TASK_DEFINITION_ARN, 'web', variable, 'a');
      expect(await is('TWICE_ALIKE')).to.equal(true);
      expect((await thrownBy(is('TWICE'), CannotTell)).message).to.include('sets TWICE 2 times, to different values');
    });

    it('leave no value in a recording, with which another expectation can be compared all the same', async () => {
      const clock = sleeplessClock();
      const recorder = recordFacts(liveFacts(clock), new KnownSecrets());
      const accounts = {platform: PLATFORM};
      const {facts} = createAws({accounts, resources: RESOURCES, store: recorder, clock});
      const context = {signal: new AbortController().signal, factsNotBefore: Number.NEGATIVE_INFINITY};
      const asking = facts(context) as PlainFacts;
      await asking.taskDefinition('service', TASK_DEFINITION_ARN);
      const inWbe = asking.environmentIs('service', TASK_DEFINITION_ARN, 'wbe', 'DATABASE_PASSWORD', 'hunter2');
      await thrownBy(inWbe, CannotTell);
      await asking.environmentIs('service', TASK_DEFINITION_ARN, 'web', 'DATABASE_PASSWORD', 'hunter3');
      const recorded = JSON.stringify(recorder.recording(clock.now(), 'test'));
      expect(recorded).to.include('scrypt$15$8$1$').and.include('DATABASE_PASSWORD');
      expect(recorded).not.to.include('hunter2').and.not.include('/jessica-service"');

      const replayed = createAws({accounts, resources: RESOURCES, store: replayFacts(JSON.parse(recorded)), clock});
      const again = replayed.facts(context) as PlainFacts;
      const is = (value: string) =>
        again.environmentIs('service', TASK_DEFINITION_ARN, 'web', 'DATABASE_PASSWORD', value);
      expect([await is('hunter2'), await is('hunter3')]).to.deep.equal([true, false]);
    });

    it('cannot tell a value of a container that is not in it, and name a near one', async () => {
      const asked = probe().facts.environmentIs('service', TASK_DEFINITION_ARN, 'webb', 'BASE_PATH', '');
      expect((await thrownBy(asked, CannotTell)).message).to.equal(
        `${TASK_DEFINITION_ARN}: there is no container "webb", only web. Did you mean "web"?`,
      );
    });

    it('are fetched anew for an attempt that wants nothing from before', async () => {
      const {aws, clock, facts} = probe();
      await facts.environmentIs('service', TASK_DEFINITION_ARN, 'web', 'BASE_PATH', '');
      await clock.sleep(1000);
      const later = aws.facts({signal: new AbortController().signal, factsNotBefore: clock.monotonicMs()});
      await later.environmentIs(refTo(RESOURCES.service), TASK_DEFINITION_ARN, 'web', 'BASE_PATH', '');
      expect(aws.calls()).to.deep.equal({ecs: 2, sts: 1});
    });
  });

  describe('of tasks', () => {
    it('are of all that are meant to run, a hundred at a time, without those that are gone since', async () => {
      const arns = Array.from({length: 150}, (_, i) => sdkTask(i).taskArn ?? '');
      sdk.ecs
        .on(ListTasksCommand)
        .resolvesOnce({taskArns: arns.slice(0, 100), nextToken: 'more'})
        .resolvesOnce({taskArns: arns.slice(100)});
      sdk.ecs.on(DescribeTasksCommand).callsFake(({tasks}: {tasks: string[]}) => ({
        tasks: tasks.filter((arn) => arn !== arns[3]).map((taskArn) => sdkTask(0, {taskArn})),
        failures: tasks.filter((arn) => arn === arns[3]).map((arn) => ({arn, reason: 'MISSING'})),
      }));
      const found = await probe().facts.tasks('service');
      expect(found.map(({arn}) => arn)).to.deep.equal(arns.filter((arn) => arn !== arns[3]));
      const [first, second] = sdk.ecs.commandCalls(ListTasksCommand).map((call) => call.args[0].input);
      expect(first).to.deep.include({cluster: 'main', serviceName: 'jessica-service', desiredStatus: 'RUNNING'});
      expect(second).to.deep.include({desiredStatus: 'RUNNING', nextToken: 'more'});
      const sizes = sdk.ecs.commandCalls(DescribeTasksCommand).map((call) => call.args[0].input.tasks?.length);
      expect(sizes).to.deep.equal([100, 50]);
    });

    it('have the address of their network interface, and null where they have none', async () => {
      sdk.ecs.on(ListTasksCommand).resolves({taskArns: ['1', '2']});
      sdk.ecs.on(DescribeTasksCommand).resolves({
        tasks: [
          sdkTask(1, {
            healthStatus: 'HEALTHY',
            attachments: [
              {type: 'Service Connect', details: [{name: 'privateIPv4Address', value: '10.0.0.1'}]},
              {
                type: 'ElasticNetworkInterface',
                details: [
                  {name: 'subnetId', value: 'subnet-a'},
                  {name: 'networkInterfaceId', value: 'eni-1'},
                  {name: 'privateIPv4Address', value: '10.0.1.10'},
                ],
              },
            ],
          }),
          sdkTask(2),
        ],
      });
      const [first, second] = await probe().facts.tasks('service');
      expect(first).to.deep.include({
        healthStatus: 'HEALTHY',
        networkInterfaceId: 'eni-1',
        privateIpv4Address: '10.0.1.10',
        subnetId: 'subnet-a',
      });
      expect(second).to.deep.include({
        healthStatus: null,
        networkInterfaceId: null,
        privateIpv4Address: null,
        subnetId: null,
      });
    });

    it('have what their containers run, and what they were started with instead', async () => {
      sdk.ecs.on(ListTasksCommand).resolves({taskArns: ['1']});
      sdk.ecs.on(DescribeTasksCommand).resolves({
        tasks: [
          sdkTask(1, {
            group: 'service:jessica-service',
            startedBy: 'ecs-svc/1',
            launchType: 'FARGATE',
            capacityProviderName: 'FARGATE_SPOT',
            containers: [{name: 'web', image: 'web:7', imageDigest: 'sha256:1'}, {name: 'agent'}],
            overrides: {
              containerOverrides: [
                {name: 'web', environment: [{name: 'TOKEN', value: 'hunter2'}]},
                {name: 'agent', environmentFiles: [{value: 'arn:aws:s3:::bucket/web.env', type: 's3'}]},
              ],
            },
          }),
        ],
      });
      const tasks = await probe().facts.tasks('service');
      expect(tasks[0]).to.deep.include({
        group: 'service:jessica-service',
        startedBy: 'ecs-svc/1',
        launchType: 'FARGATE',
        capacityProvider: 'FARGATE_SPOT',
        containers: [
          {name: 'web', image: 'web:7', imageDigest: 'sha256:1'},
          {name: 'agent', image: null, imageDigest: null},
        ],
        overrides: [
          {container: 'web', environmentNames: ['TOKEN'], environmentFiles: []},
          {container: 'agent', environmentNames: [], environmentFiles: ['arn:aws:s3:::bucket/web.env']},
        ],
      });
      expect(JSON.stringify(tasks)).not.to.include('hunter2');
    });

    it('are without those of another service, whatever revision these run', async () => {
      sdk.ecs.on(ListTasksCommand).resolves({taskArns: ['1', '2', '3']});
      sdk.ecs.on(DescribeTasksCommand).resolves({
        tasks: ['service:jessica-service', 'service:jessica-service-canary', 'family:jessica'].map((group, i) =>
          sdkTask(i, {group}),
        ),
      });
      const groups = (await probe().facts.tasks('service')).map(({group}) => group);
      expect(groups).to.deep.equal(['service:jessica-service', 'family:jessica']);
    });

    it('are refused when AWS could not look at one', async () => {
      sdk.ecs.on(DescribeTasksCommand).resolves({tasks: [], failures: [{arn: 'arn:task/1', reason: 'BUSY'}]});
      const refusal = await thrownBy(probe().facts.tasks('service'), AwsRefusal);
      expect(refusal.action).to.equal('ecs:DescribeTasks');
    });
  });
});
