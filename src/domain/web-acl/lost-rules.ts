import type {WebAcl, WebAclRule} from '../../model/facts/aws-facts.ts';

/** Whether some request is refused by it, as far as its own rules tell. */
export function refusesSomething({defaultAction, rules, firewallManagerGroups}: WebAcl): boolean {
  return defaultAction === 'block' || firewallManagerGroups.length > 0 || rules.some(isRefusing);
}

/**
 * The rules of one web ACL that refuse what nothing of another does: it has no rule with the same statement that refuses as well.
 * The same rule may be in both under another name or priority.
 */
export function lostRules(old: WebAcl, next: WebAcl): readonly WebAclRule[] {
  if (old.arn === next.arn) return [];
  const kept = new Set(next.rules.filter(isRefusing).map(sense));
  return old.rules.filter((rule) => isRefusing(rule) && !kept.has(sense(rule)));
}

/** Those of the old one that another seems to have, which is not sure: a text is not read, as it may be a secret, or the statement is not known. */
export function unreadRules(old: WebAcl, next: WebAcl): readonly WebAclRule[] {
  if (old.arn === next.arn) return [];
  const lost = lostRules(old, next);
  return old.rules.filter(
    (rule) => isRefusing(rule) && !lost.includes(rule) && /"(?:text|pattern)":null|"type":"unknown"/.test(sense(rule)),
  );
}

/** The rules of another web ACL that let requests past some of its later ones, and that the old one has not. */
export function openingRules(old: WebAcl, next: WebAcl): readonly WebAclRule[] {
  if (old.arn === next.arn) return [];
  const known = new Set(old.rules.filter(({action}) => action === 'allow').map(sense));
  return next.rules.filter(
    (rule, at) => rule.action === 'allow' && !known.has(sense(rule)) && next.rules.slice(at).some(isRefusing),
  );
}

function isRefusing({action}: WebAclRule): boolean {
  return action !== 'allow' && action !== 'count';
}

function sense({statement}: WebAclRule): string {
  return JSON.stringify(statement);
}
