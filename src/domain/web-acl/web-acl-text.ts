import {CannotTell} from '../../model/errors.ts';
import type {WebAcl} from '../../model/facts/aws-facts.ts';
import type {Evidence} from '../../model/outcome.ts';
import {didYouMean} from '../../model/text/did-you-mean.ts';
import type {Ending, WebAclJudgement} from './web-acl-judgement.ts';

/** How it ends, as a clause. */
export function endingText({isAllowed, action, by}: Ending): string {
  if (action === null)
    return isAllowed
      ? 'no rule refuses it, and its default action allows it'
      : `${by} blocks it, and no rule allows it`;
  if (isAllowed) return `${by} allows it`;
  if (action === 'block') return `${by} blocks it`;
  return `${by} answers with ${action === 'captcha' ? 'a CAPTCHA' : `a ${action}`}, which only a page in a browser can solve`;
}

/** What to do about an ending that refuses it. */
export function refusalFix({action, by}: Ending): string {
  if (action === null) {
    return 'Add a rule that allows just this request (`rule` of the `aws_wafv2_web_acl`, action allow); leave the default action as it is.';
  }
  return `Look at the sampled requests of ${by}. Then narrow its statement so that it leaves this request alone, or allow just this request in a rule with a smaller priority number: the rules behind that one, rate limits and managed groups too, then no longer see it.`;
}

export function webAclEvidence(acl: WebAcl, {trail}: WebAclJudgement): Evidence[] {
  const word = (matches: boolean | null) => (matches === null ? 'not known' : matches ? 'matches' : 'does not match');
  return [
    {
      what: 'rules that the request meets',
      value: trail.map(({rule, action, matches}) => `${rule} (${action}): ${word(matches)}`),
      source: acl.arn,
    },
    {what: 'default action', value: acl.defaultAction, source: acl.arn},
  ];
}

/** @throws {CannotTell} for an assumption about a rule that there is not, or no longer. */
export function requireAssumed(acl: WebAcl, assume: readonly string[]): void {
  const names = [...acl.rules, ...acl.firewallManagerGroups].map(({name}) => name);
  const stray = assume.find((one) => !names.some((name) => one === name || one.startsWith(`${name}/`)));
  if (stray === undefined) return;
  throw new CannotTell(
    `web ACL ${acl.name}: \`assume\` names ${stray}, which is none of its rules (${names.join(', ') || 'it has none'}).${didYouMean(stray, names)}`,
    'correct `assume:` of this item',
  );
}
