import type {Elbv2Facts, Wafv2Facts, WebAcl} from '../../../model/facts/aws-facts.ts';
import type {Connection} from '../call.ts';
import type {Clients} from '../connections.ts';
import type {Scope} from '../scope.ts';
import {shapeOf} from '../shape.ts';
import {toWafRuleGroup, toWebAcl} from './mapping.ts';

export function wafv2Facts({at, to, fact}: Scope, {loadBalancer}: Pick<Elbv2Facts, 'loadBalancer'>): Wafv2Facts {
  return {
    async webAcl(name) {
      const accountRegion = at(name);
      const {arn, type} = await loadBalancer(name);
      // Other types cannot have one, and asking for it is an error.
      if (type !== 'application') return null;
      return fact(accountRegion, `webAcl:${arn}`, (aborted) => getWebAcl(to('wafv2', accountRegion), arn, aborted));
    },
    async stageWebAcl(name, arn) {
      const accountRegion = at(name);
      return fact(accountRegion, `stageWebAcl:${arn}`, async (aborted) => {
        const {GetWebACLCommand} = await sdk();
        const action = 'wafv2:GetWebACL';
        const answer = await to('wafv2', accountRegion).call(action, aborted, new GetWebACLCommand(namedBy(arn)));
        return toWebAcl(action, shapeOf(action).required(answer.WebACL, 'WebACL'));
      });
    },
    async ipSet(name, arn) {
      const accountRegion = at(name);
      return fact(accountRegion, `ipSet:${arn}`, async (aborted) => {
        const {GetIPSetCommand} = await sdk();
        const action = 'wafv2:GetIPSet';
        const {required} = shapeOf(action);
        const answer = await to('wafv2', accountRegion).call(action, aborted, new GetIPSetCommand(namedBy(arn)));
        const {ARN, Addresses} = required(answer.IPSet, 'IPSet');
        return {arn: required(ARN, 'IPSet.ARN'), addresses: required(Addresses, 'IPSet.Addresses')};
      });
    },
    async regexPatternSet(name, arn) {
      const accountRegion = at(name);
      return fact(accountRegion, `regexPatternSet:${arn}`, async (aborted) => {
        const {GetRegexPatternSetCommand} = await sdk();
        const action = 'wafv2:GetRegexPatternSet';
        const {required} = shapeOf(action);
        const command = new GetRegexPatternSetCommand(namedBy(arn));
        const answer = await to('wafv2', accountRegion).call(action, aborted, command);
        const {ARN, RegularExpressionList} = required(answer.RegexPatternSet, 'RegexPatternSet');
        const all = required(RegularExpressionList, 'RegexPatternSet.RegularExpressionList');
        const member = 'RegexPatternSet.RegularExpressionList[].RegexString';
        const patterns = all.map(({RegexString}) => required(RegexString, member));
        return {arn: required(ARN, 'RegexPatternSet.ARN'), patterns};
      });
    },
    async wafRuleGroup(name, arn) {
      const accountRegion = at(name);
      return fact(accountRegion, `wafRuleGroup:${arn}`, async (aborted) => {
        const {GetRuleGroupCommand} = await sdk();
        const action = 'wafv2:GetRuleGroup';
        const command = new GetRuleGroupCommand({ARN: arn});
        const answer = await to('wafv2', accountRegion).call(action, aborted, command);
        return toWafRuleGroup(action, shapeOf(action).required(answer.RuleGroup, 'RuleGroup'));
      });
    },
  };
}

const sdk = () => import('@aws-sdk/client-wafv2');

/** Sets are asked for by name and id, which end their ARN: `…:regional/ipset/<name>/<id>`. */
function namedBy(arn: string) {
  const [, , Name = '', Id = ''] = arn.slice(arn.lastIndexOf(':') + 1).split('/');
  return {Name, Id, Scope: 'REGIONAL' as const};
}

async function getWebAcl(
  waf: Connection<Clients['wafv2']>,
  ResourceArn: string,
  signal: AbortSignal,
): Promise<WebAcl | null> {
  const {GetWebACLForResourceCommand} = await sdk();
  const action = 'wafv2:GetWebACLForResource';
  const {WebACL, $metadata} = await waf.call(action, signal, new GetWebACLForResourceCommand({ResourceArn}));
  if (WebACL !== undefined) return toWebAcl(action, WebACL);
  // A missing member is how AWS says that there is none; an answer without a request id is not from AWS.
  shapeOf(action).required($metadata?.requestId, '$metadata.requestId');
  return null;
}
