import {type EC2Client, RevokeSecurityGroupIngressCommand} from '@aws-sdk/client-ec2';
import {UpdateServiceCommand} from '@aws-sdk/client-ecs';
import {
  CreateRuleCommand,
  CreateTargetGroupCommand,
  type ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import {CreateHostedZoneCommand, type Route53Client} from '@aws-sdk/client-route-53';
import {type Guards, taskRule} from '../failures/network.ts';
import {CLUSTER, type createTasks, registerTask, SERVICE, startTask} from '../failures/service.ts';
import type {Edge} from './aws-edge.ts';
import type {Network} from './aws-network.ts';
import {changeAlias} from './aws-zone.ts';
import {given} from './given.ts';

/** Mistakes, made with the calls that a person would have used. */

/** Another team's rule, for any host. */
export async function addConsole(elb: ElasticLoadBalancingV2Client, edge: Edge, vpcId: string): Promise<void> {
  const made = await elb.send(
    new CreateTargetGroupCommand({Name: 'billing-admin', Protocol: 'HTTP', Port: 3000, VpcId: vpcId, TargetType: 'ip'}),
  );
  await elb.send(
    new CreateRuleCommand({
      ListenerArn: edge.listenerArn,
      Priority: 200,
      Conditions: [{Field: 'path-pattern', PathPatternConfig: {Values: ['/admin*']}}],
      Actions: [{Type: 'forward', TargetGroupArn: given(made.TargetGroups?.[0]?.TargetGroupArn)}],
    }),
  );
}

/** The record in a zone of its own, to which the parent zone does not delegate. */
export async function moveToUndelegatedZone(route53: Route53Client, zoneId: string, edge: Edge): Promise<void> {
  const made = await route53.send(new CreateHostedZoneCommand({Name: 'run.georgi.io', CallerReference: 'e2e-host'}));
  await changeAlias(route53, given(made.HostedZone?.Id).replace('/hostedzone/', ''), edge, 'CREATE');
  await changeAlias(route53, zoneId, edge, 'DELETE');
}

/** A second task, a target of every group as the first one is. */
export async function addTask(starter: Parameters<typeof createTasks>[0]): Promise<void> {
  await starter.ecs.send(new UpdateServiceCommand({cluster: CLUSTER, service: SERVICE, desiredCount: 2}));
  await registerTask(starter, await startTask(starter, `${SERVICE}:2`));
}

/** The tasks' security group no longer allows the load balancer. */
export async function closeTasks(ec2: EC2Client, {taskGroupId}: Guards, {securityGroupId}: Network): Promise<void> {
  await ec2.send(
    new RevokeSecurityGroupIngressCommand({GroupId: taskGroupId, IpPermissions: [taskRule(securityGroupId)]}),
  );
}
