import {
  CreateRuleCommand,
  type CreateRuleCommandInput,
  DeleteRuleCommand,
  DescribeRulesCommand,
  ModifyRuleCommand,
  type ModifyRuleCommandInput,
  type Rule,
  SetRulePrioritiesCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import {given} from '../support/given.ts';
import type {Mend} from './breakage.ts';
import {setLoadBalancerAttributes, setTargetGroupAttributes} from './edge.ts';
import type {World} from './world.ts';
import {type Change, changeRecords} from './zones.ts';

/** Changes of the emulated world that know how to be taken back. */

export async function ruleAt({elb, edge}: World, priority: number): Promise<Rule & {readonly RuleArn: string}> {
  const {Rules} = await elb.send(new DescribeRulesCommand({ListenerArn: edge.listenerArn}));
  const rule = given(Rules?.find(({Priority}) => Priority === String(priority)));
  return {...rule, RuleArn: given(rule.RuleArn)};
}

type NewRule = Pick<CreateRuleCommandInput, 'Priority' | 'Conditions' | 'Actions'>;

export async function addRule({elb, edge}: World, rule: NewRule): Promise<Mend> {
  const made = await elb.send(new CreateRuleCommand({ListenerArn: edge.listenerArn, ...rule}));
  const RuleArn = given(made.Rules?.[0]?.RuleArn);
  return () => elb.send(new DeleteRuleCommand({RuleArn}));
}

export async function moveRule(world: World, from: number, to: number): Promise<Mend> {
  const {RuleArn} = await ruleAt(world, from);
  const put = (Priority: number) =>
    world.elb.send(new SetRulePrioritiesCommand({RulePriorities: [{RuleArn, Priority}]}));
  await put(to);
  return () => put(from);
}

export async function changeRule(
  world: World,
  priority: number,
  changes: Pick<ModifyRuleCommandInput, 'Conditions' | 'Actions'>,
): Promise<Mend> {
  const {RuleArn, Conditions, Actions} = await ruleAt(world, priority);
  await world.elb.send(new ModifyRuleCommand({RuleArn, ...changes}));
  // What a rule says of a condition twice over (`Values` beside its config) it does not take back.
  const conditions = given(Conditions).map(({Values: _, ...condition}) => condition);
  return () => world.elb.send(new ModifyRuleCommand({RuleArn, Conditions: conditions, Actions}));
}

export async function removeRule(world: World, priority: number): Promise<Mend> {
  const {RuleArn, Conditions, Actions} = await ruleAt(world, priority);
  await world.elb.send(new DeleteRuleCommand({RuleArn}));
  const conditions = given(Conditions).map(({Values: _, ...condition}) => condition);
  return () => addRule(world, {Priority: priority, Conditions: conditions, Actions});
}

/** In the zone of the host, unless another one is named. */
export async function changeNames(
  {route53, names}: World,
  changes: readonly Change[],
  zoneId: string = names.hostZoneId,
): Promise<Mend> {
  await changeRecords(route53, zoneId, changes);
  const opposite = {UPSERT: 'DELETE', DELETE: 'UPSERT'} as const;
  const back = changes.toReversed().map(([action, record]): Change => [opposite[action], record]);
  return () => changeRecords(route53, zoneId, back);
}

/** An attribute, and what mends it. */
export async function setAttribute({elb, edge}: World, key: string, wrong: string, right: string): Promise<Mend> {
  await setLoadBalancerAttributes(elb, edge, {[key]: wrong});
  return () => setLoadBalancerAttributes(elb, edge, {[key]: right});
}

/** Attributes of the target group of streams. */
export async function setGroupAttributes(
  {elb, targetGroups}: World,
  wrong: Readonly<Record<string, string>>,
  right: Readonly<Record<string, string>>,
): Promise<Mend> {
  await setTargetGroupAttributes(elb, targetGroups.sse, wrong);
  return () => setTargetGroupAttributes(elb, targetGroups.sse, right);
}

/** The last first. */
export function allOf(...mends: readonly Mend[]): Mend {
  return async () => {
    for (const mend of mends.toReversed()) await mend();
  };
}
