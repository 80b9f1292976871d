import type {Need, Referred} from '../domain/web-acl/statements.ts';
import {judgeWebAcl, needsOf, type WebAclJudgement} from '../domain/web-acl/web-acl-judgement.ts';
import type {WebRequest} from '../domain/web-acl/web-request.ts';
import type {Wafv2Facts, WebAcl} from '../model/facts/aws-facts.ts';
import type {ResourceRef} from '../model/resource-ref.ts';

type Sets = Pick<Wafv2Facts, 'ipSet' | 'regexPatternSet' | 'wafRuleGroup'>;
type Where = ResourceRef<'loadBalancer'>;

/**
 * What a web ACL does with a request. The sets and groups that its rules refer to are asked for only where it depends on
 * them.
 */
export async function webAclJudgement(
  acl: WebAcl,
  request: WebRequest,
  assume: readonly string[],
  aws: Sets,
  where: Where,
): Promise<WebAclJudgement> {
  let referred: Referred = {ipSets: new Map(), regexPatternSets: new Map(), ruleGroups: new Map()};
  for (;;) {
    const judgement = judgeWebAcl(acl, request, referred, assume);
    const needs = new Map(needsOf(judgement).map((need) => [need.arn, need]));
    const isCertain = new Set(judgement.endings.map(({isAllowed}) => isAllowed)).size < 2;
    if (isCertain || needs.size === 0) return judgement;
    referred = await withNeeds(referred, [...needs.values()], aws, where);
  }
}

async function withNeeds(known: Referred, needs: readonly Need[], aws: Sets, where: Where): Promise<Referred> {
  const of = (kind: Need['kind']) => needs.filter((need) => need.kind === kind).map(({arn}) => arn);
  const read = async <T>(kind: Need['kind'], ask: (where: Where, arn: string) => Promise<T>) =>
    Promise.all(of(kind).map(async (arn): Promise<[string, T]> => [arn, await ask(where, arn)]));
  const [ipSets, regexPatternSets, ruleGroups] = await Promise.all([
    read('ipSets', (...asked) => aws.ipSet(...asked)),
    read('regexPatternSets', (...asked) => aws.regexPatternSet(...asked)),
    read('ruleGroups', (...asked) => aws.wafRuleGroup(...asked)),
  ]);
  return {
    ipSets: new Map([...known.ipSets, ...ipSets]),
    regexPatternSets: new Map([...known.regexPatternSets, ...regexPatternSets]),
    ruleGroups: new Map([...known.ruleGroups, ...ruleGroups]),
  };
}
