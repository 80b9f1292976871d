import {inDoubt, missing, type Standing} from '../domain/api-gateway/successor-standing.ts';
import {lostRules, openingRules, refusesSomething, unreadRules} from '../domain/web-acl/lost-rules.ts';
import {unmetRule} from '../domain/web-acl/unmet-rule.ts';
import type {AwsFacts} from '../model/facts/aws-facts.ts';
import type {NewWay, OldWay} from './successors.ts';
import {webAclJudgement} from './web-acl.ts';

export type AskedOfWebAcls = Pick<AwsFacts, 'ipSet' | 'regexPatternSet' | 'stageWebAcl' | 'wafRuleGroup' | 'webAcl'>;

const ASSOCIATE = 'with the load balancer (`aws_wafv2_web_acl_association`)';

export async function webAclStanding(
  name: string,
  because: string | null,
  {stageWebAclArn}: OldWay,
  {alb, api}: Pick<NewWay, 'alb' | 'api'>,
  aws: AskedOfWebAcls,
): Promise<Standing> {
  const acl = await aws.webAcl(alb);
  if (acl?.name !== name) {
    const is = acl === null ? 'no web ACL' : `web ACL ${acl.name}, not ${name}`;
    return missing(`the load balancer has ${is}`, `Associate web ACL ${name} ${ASSOCIATE}, or correct its name.`);
  }
  const fix = `Give web ACL ${name} what it lacks, or say in \`because:\` why it does without.`;
  if (!refusesSomething(acl)) return missing(`web ACL ${name} refuses nothing`, fix);
  const there: Standing = {kind: 'there', what: `web ACL ${name}`, source: acl.arn};
  if (because !== null || stageWebAclArn === null || stageWebAclArn === acl.arn) return there;
  if (stageWebAclArn.split(':')[2] !== 'wafv2') {
    const what = `what ${stageWebAclArn} refuses is not read: it is not of the current AWS WAF`;
    return inDoubt(what, `compare it with web ACL ${name}, and say so in \`because:\``);
  }
  const old = await aws.stageWebAcl(api, stageWebAclArn);
  const lost = lostRules(old, acl).map((rule) => rule.name);
  const faults = [
    ...(lost.length === 0 ? [] : [`has nothing in the place of rule ${lost.join(' and ')} of web ACL ${old.name}`]),
    ...(old.defaultAction === 'block' && acl.defaultAction === 'allow'
      ? [`allows by default what ${old.name} blocks`]
      : []),
  ];
  if (faults.length > 0) return missing(`web ACL ${name} ${faults.join(' and ')}`, fix);
  const names = (rules: readonly {readonly name: string}[]) => rules.map((rule) => rule.name).join(' and ');
  const compare = `compare it with web ACL ${old.name}, and say so in \`because:\``;
  const opening = openingRules(old, acl);
  if (opening.length > 0) {
    const what = `rule ${names(opening)} of web ACL ${name} allows what its later rules are then not asked about, and ${old.name} has no such rule`;
    return inDoubt(what, compare);
  }
  const unread = unreadRules(old, acl);
  if (unread.length === 0) return there;
  const what = `whether web ACL ${name} has rule ${names(unread)} of ${old.name} is not known: what it looks for is not read, as it may be a secret`;
  return inDoubt(what, compare);
}

export async function webAclRuleStanding(
  rule: string,
  {isLimit}: OldWay,
  {alb, asked}: Pick<NewWay, 'alb' | 'asked'>,
  aws: AskedOfWebAcls,
): Promise<Standing> {
  const acl = await aws.webAcl(alb);
  if (acl === null) return missing('the load balancer has no web ACL', `Associate a web ACL ${ASSOCIATE}.`);
  const unmet = unmetRule(acl, rule, await webAclJudgement(acl, asked, [], aws, alb), isLimit);
  if (unmet === null) return {kind: 'there', what: `rule ${rule} of web ACL ${acl.name}`, source: acl.arn};
  return 'doubt' in unmet
    ? inDoubt(unmet.doubt, 'state more of `request:`, or look at its sampled requests and say so in `because:`')
    : missing(unmet.what, `Let rule ${rule} of web ACL ${acl.name} see to it, or name the rule that does.`);
}
