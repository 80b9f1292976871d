import type {WebAcl} from '../../model/facts/aws-facts.ts';
import {didYouMean} from '../../model/text/did-you-mean.ts';
import type {WebAclJudgement} from './web-acl-judgement.ts';
import {endingText} from './web-acl-text.ts';

/** What keeps a rule from refusing requests like this one; `doubt` where that is not known. Null: nothing does. */
export type Unmet = {readonly what: string} | {readonly doubt: string};

/**
 * Whether a rule of that name is there to refuse the request, if it is one too many or not what it should be.
 *
 * @param isLimit whether the rule is to limit how many requests come.
 */
export function unmetRule(acl: WebAcl, name: string, judgement: WebAclJudgement, isLimit: boolean): Unmet | null {
  const {name: aclName, rules} = acl;
  const rule = rules.find((one) => one.name === name);
  if (rule === undefined) {
    const names = rules.map((one) => one.name);
    return {
      what: `web ACL ${aclName} has no rule ${name}; it has: ${names.join(', ') || 'none'}.${didYouMean(name, names)}`,
    };
  }
  const {action, statement} = rule;
  if (action === 'count' || action === 'allow')
    return {what: `rule ${name} of web ACL ${aclName} refuses nothing (${action})`};
  const isGroup = statement.type === 'managed-group' || statement.type === 'rule-group';
  if (isLimit && isGroup)
    return {doubt: `whether the rules of ${name} of web ACL ${aclName} limit requests is not known`};
  if (isLimit && statement.type !== 'rate') {
    return {what: `rule ${name} of web ACL ${aclName} is not a rate-based rule (${statement.type}): it limits nothing`};
  }
  const at = judgement.trail.findIndex((one) => one.rule === name || one.rule.startsWith(`${name}/`));
  if (at < 0) {
    const before = judgement.endings.map(endingText).join(' or ');
    return {what: `the request never meets rule ${name} of web ACL ${aclName}: ${before}`};
  }
  const allowing = judgement.endings.find(
    ({isAllowed, action: by, by: who}) => isAllowed && by !== null && who !== `rule ${name}`,
  );
  if (allowing !== undefined) {
    return {
      doubt: `whether the request meets rule ${name} of web ACL ${aclName} is not known: ${endingText(allowing)} perhaps`,
    };
  }
  // A limit that does not count the request does not limit it.
  if (statement.type === 'rate' && judgement.trail[at]?.matches === false) {
    return {
      what: `rule ${name} of web ACL ${aclName} does not count the request: its scope-down statement leaves it out`,
    };
  }
  return null;
}
