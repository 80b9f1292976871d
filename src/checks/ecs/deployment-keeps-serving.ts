import {
  containerJudges,
  limitFaults,
  replacementOf,
  rollingLimits,
  type StartJudge,
  targetGroupJudge,
} from '../../domain/targets/deployment-limits.ts';
import {groupsOf, loadBalancersOf} from '../../domain/targets/task-sets.ts';
import {CannotTell, defineCheck, type Fault, fail, pass} from '../../model/check.ts';
import type {DeploymentGuard} from '../../model/facts/aws-facts.ts';
import {durationParam, resourceParam, z} from '../../model/params.ts';
import {accountRef} from '../../model/resource-ref.ts';
import {formatDuration} from '../../model/text/duration.ts';

export const deploymentKeepsServing = defineCheck({
  id: 'ecs/deployment-keeps-serving',
  title: 'A deployment of the service leaves enough tasks, and gives new ones the time to start',
  why: 'With a minimum healthy percent of 0 a deployment stops the only task before another runs. With a grace period shorter than a start, health checks end new tasks again and again, and no deployment gets through.',
  fix: 'Set deployment_minimum_healthy_percent, deployment_maximum_percent and health_check_grace_period_seconds of the aws_ecs_service.',
  byHand:
    'aws ecs describe-services --cluster <CLUSTER> --services <SERVICE> --query "services[].[desiredCount,deploymentConfiguration,healthCheckGracePeriodSeconds]"',
  links: [
    'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html',
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/load-balancer-healthcheck.html',
  ],
  facts: ['service', 'targetGroups', 'taskDefinition'],
  params: () => ({
    service: resourceParam('service', 'The service'),
    atLeast: z.int().min(1).default(1).meta({description: 'How many tasks have to stay while it deploys'}),
    startsWithin: durationParam('How long a task takes from its start until it answers health checks').optional(),
    graceAtMost: durationParam(
      'The longest health check grace period: for so long a task that never answers is not replaced',
    ).optional(),
    rollsBack: z
      .boolean()
      .default(false)
      .meta({description: 'Whether a deployment that fails has to be rolled back by itself'}),
  }),
  async run({service: name, atLeast, startsWithin, graceAtMost, rollsBack}, {aws}) {
    const service = await aws.service(name);
    const place = `service ${service.name}`;
    const replacement = replacementOf(service);
    const limits =
      replacement === 'blue/green'
        ? {lower: service.desiredCount, upper: 2 * service.desiredCount}
        : rollingLimits(service);
    if (replacement === 'unknown' || limits === null) {
      throw new CannotTell(
        `${place}: how many tasks stay while it deploys is not known (deployment controller ${service.deploymentController}, scheduling ${service.schedulingStrategy}, strategy ${service.strategy ?? 'not said'})`,
        'look at what replaces its tasks',
      );
    }
    const faults: Fault[] = limitFaults(service, limits, atLeast);
    const unknown: string[] = [];
    const grace = (service.healthCheckGracePeriodSeconds ?? 0) * 1000;
    if (startsWithin !== undefined && grace < startsWithin) {
      for (const {name: judge, patienceSeconds} of await judgesOf()) {
        if (patienceSeconds === null) unknown.push(`AWS does not say how patient ${judge} is`);
        else if (patienceSeconds * 1000 < startsWithin) {
          faults.push({
            what: `${judge} ends a task that has not started after ${formatDuration(Math.max(patienceSeconds * 1000, grace))}, and a start takes ${formatDuration(startsWithin)}`,
            fix: `Set \`health_check_grace_period_seconds\` to ${Math.ceil(startsWithin / 1000)} or more.`,
          });
        }
      }
    }
    if (graceAtMost !== undefined && grace > graceAtMost) {
      faults.push({
        what: `for ${formatDuration(grace)} after its start a task that never answers is not replaced (health check grace period), longer than ${formatDuration(graceAtMost)}`,
        fix: `Set \`health_check_grace_period_seconds\` to ${Math.floor(graceAtMost / 1000)} or less.`,
      });
    }
    const isGuardedBy = (guard: DeploymentGuard | null) => guard?.isEnabled === true && guard.rollsBack;
    const isByAlarms = rollsBack && isGuardedBy(service.deploymentAlarms) && !isGuardedBy(service.circuitBreaker);
    if (rollsBack && !isGuardedBy(service.circuitBreaker)) {
      if (isByAlarms) {
        const names = service.deploymentAlarms?.names.join(', ');
        unknown.push(
          `alarms alone (${names}) roll a deployment back, and whether they fire where new tasks do not start is not known`,
        );
      } else if (service.deploymentController === 'ECS') {
        faults.push({
          what: 'nothing rolls back a deployment that fails: neither a circuit breaker nor alarms',
          fix: 'Give the service a `deployment_circuit_breaker` with `enable` and `rollback`.',
        });
      } else unknown.push('whether CodeDeploy rolls a deployment back is not read');
    }
    const expected = `at least ${atLeast} tasks stay, and new ones get ${startsWithin === undefined ? 'their time' : formatDuration(startsWithin)} to start`;
    const {minimumHealthyPercent, maximumPercent, healthCheckGracePeriodSeconds, strategy} = service;
    const value = {minimumHealthyPercent, maximumPercent, healthCheckGracePeriodSeconds, strategy};
    const evidence = [{what: 'deployment', value, source: `ecs:DescribeServices ${service.arn}`}];
    if (faults.length > 0) return fail({place, faults, expected, evidence});
    if (unknown.length > 0) {
      const fix = isByAlarms
        ? 'give the service a `deployment_circuit_breaker` with `enable` and `rollback`, too'
        : 'look there by hand';
      throw new CannotTell(`${place}: ${unknown.join('; ')}`, fix);
    }
    const notLooked = [
      ...(startsWithin === undefined ? ['whether new tasks get the time to start'] : []),
      'auto scaling, which may lower the desired count',
    ];
    return pass({
      place,
      actual: `${limits.lower} of ${service.desiredCount} tasks stay while it deploys (${replacement})`,
      expected,
      evidence,
      because: `not looked at: ${notLooked.join(', ')}`,
    });

    /** What may end a new task once the grace period is over; asked for where that is shorter than a start. */
    async function judgesOf(): Promise<StartJudge[]> {
      const arns = loadBalancersOf(service).flatMap(groupsOf);
      const [definition, groups] = await Promise.all([
        aws.taskDefinition(name, service.taskDefinitionArn),
        arns.length === 0 ? [] : aws.targetGroups(accountRef(name)),
      ]);
      const ofGroups = groups.filter(({arn}) => arns.includes(arn)).map(targetGroupJudge);
      return [...containerJudges(definition.containers), ...ofGroups];
    }
  },
});
