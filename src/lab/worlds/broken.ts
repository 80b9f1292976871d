import type {EcsTask, NetworkInterface, RuleAction, TargetGroup, TargetHealth} from '../../model/facts/aws-facts.ts';
import type {AwsWorld} from '../aws-world.ts';
import type {LabSetup} from '../setup.ts';
import {API_TARGET_GROUP_ARN, MCP_HOST, ruleArn, TASK_GROUP, TASK_SUBNETS, targetGroupArn} from './names.ts';
import type {ZoneWorld} from './route53.ts';

/** What is wrong in a scenario, as a change to the healthy world, if that takes more than a line. */

/** AWS puts `internal-` in front of the name of an internal load balancer, and the record points to that name. */
export function internal({loadBalancer, records}: AwsWorld): Partial<AwsWorld> {
  const dnsName = `internal-${loadBalancer.dnsName}`;
  return {
    loadBalancer: {...loadBalancer, scheme: 'internal', dnsName},
    records: records.map((record) =>
      record.alias?.dnsName === `dualstack.${loadBalancer.dnsName}.`
        ? {...record, alias: {...record.alias, dnsName: `dualstack.${dnsName}.`}}
        : record,
    ),
  };
}

/** The record is right, but in a zone that no resolver asks: the parent zone does not name its servers. */
export function notDelegated({records}: AwsWorld): Partial<AwsWorld> {
  const nameServers = [
    'ns-77.awsdns-09.com',
    'ns-1490.awsdns-58.org',
    'ns-1999.awsdns-57.co.uk',
    'ns-640.awsdns-16.net',
  ];
  const zone: ZoneWorld = {
    hostedZone: {id: 'Z09177332NQVKX4ZJ8RBM', name: 'run.georgi.io', isPrivate: false},
    delegation: {nameServers, vpcs: []},
    records: [
      ...records.flatMap((record) =>
        record.type === 'NS' ? {...record, name: 'run.georgi.io', values: nameServers} : [],
      ),
      ...records.filter(({name}) => name === MCP_HOST),
    ],
  };
  return {otherZones: [zone], records: records.filter(({name}) => name !== MCP_HOST)};
}

/** Another team's rule has no host condition; while only the VPC link could reach port 443, that did no harm. */
export function exposed({targetGroups, listenerRules}: AwsWorld): Partial<AwsWorld> {
  const arn = targetGroupArn('billing-admin', '4be07d2f91a3c658');
  const admin = targetGroups
    .slice(0, 1)
    .map((group): TargetGroup => ({...group, arn, name: 'billing-admin', port: 3000}));
  return {
    targetGroups: [...targetGroups, ...admin],
    listenerRules: [
      ...listenerRules,
      {
        arn: ruleArn(200),
        priority: 200,
        conditions: [{field: 'path-pattern', values: ['/admin*'], regexValues: []}],
        actions: [{type: 'forward', order: 1, targets: [{targetGroupArn: arn, weight: 1}], stickinessSeconds: null}],
        transforms: [],
      },
    ],
  };
}

/** A second task, wherever tasks appear. */
export function twoTasks({service, tasks, taskInterfaces, targetHealth}: AwsWorld): Partial<AwsWorld> {
  const counts = {desiredCount: 2, runningCount: 2};
  const address = '10.20.11.34';
  const networkInterfaceId = 'eni-0d2e3f4a5b6c70891';
  const subnetId = TASK_SUBNETS[1] ?? '';
  const second = <T>(all: readonly T[], change: Partial<T>): readonly T[] => [
    ...all,
    ...all.slice(0, 1).map((one) => ({...one, ...change})),
  ];
  return {
    service: {...service, ...counts, deployments: service.deployments.map((one) => ({...one, ...counts}))},
    tasks: second<EcsTask>(tasks, {
      arn: tasks[0]?.arn.replace(/[^/]+$/, '5a7be1c09d3f4826b0e2c4d6f8091a3b') ?? '',
      privateIpv4Address: address,
      networkInterfaceId,
      subnetId,
    }),
    taskInterfaces: second<NetworkInterface>(taskInterfaces, {
      id: networkInterfaceId,
      privateAddresses: [address],
      subnetId,
    }),
    targetHealth: changedHealth(targetHealth, (all) => second(all, {targetId: address})),
  };
}

/** The tasks' security group lets nothing in: neither health checks nor requests get an answer. */
export function taskGroupClosed({securityGroups, targetHealth}: AwsWorld): Partial<AwsWorld> {
  return {
    securityGroups: securityGroups.map((group) => (group.id === TASK_GROUP ? {...group, ingress: []} : group)),
    targetHealth: changedHealth(targetHealth, (all) =>
      all.map((one) => ({
        ...one,
        state: 'unhealthy',
        reason: 'Target.Timeout',
        description: 'Request timed out',
      })),
    ),
  };
}

/** What clients get from a load balancer whose targets do not answer: 504, after ten seconds that the lab skips. */
export function unanswered({listenerRules}: AwsWorld): NonNullable<LabSetup['rulesInForce']> {
  const timedOut: RuleAction = {
    type: 'fixed-response',
    order: 1,
    statusCode: 504,
    contentType: 'text/html',
    body: null,
  };
  return listenerRules.map((rule) =>
    rule.actions.some(({type}) => type === 'forward') ? {...rule, actions: [timedOut]} : rule,
  );
}

/** Copied from the API's alarm, including the dimension of the API's target group. */
export function alarmOnOldGroup({alarms}: AwsWorld): Partial<AwsWorld> {
  const TargetGroup = API_TARGET_GROUP_ARN.split(':').at(-1) ?? '';
  return {
    alarms: alarms.map((alarm) =>
      alarm.type === 'metric' && alarm.name === 'jessica-sse-target-5xx'
        ? {
            ...alarm,
            queries: alarm.queries.map((query) =>
              query.type === 'metric'
                ? {...query, metric: {...query.metric, dimensions: {...query.metric.dimensions, TargetGroup}}}
                : query,
            ),
          }
        : alarm,
    ),
  };
}

function changedHealth(
  targetHealth: AwsWorld['targetHealth'],
  change: (targets: readonly TargetHealth[]) => readonly TargetHealth[],
): AwsWorld['targetHealth'] {
  return Object.fromEntries(Object.entries(targetHealth).map(([arn, targets]) => [arn, change(targets)]));
}
