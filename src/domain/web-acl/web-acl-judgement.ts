import type {WebAcl, WebAclRule, WebAclStatement} from '../../model/facts/aws-facts.ts';
import {Labels} from './labels.ts';
import {
  beyond,
  type Doubt,
  doubtful,
  findingOf,
  type Need,
  type Referred,
  type StatementFinding,
} from './statements.ts';
import type {Truth} from './truth.ts';
import {bringsToken, type WebRequest} from './web-request.ts';

/**
 * What a web ACL does with a request: its rules in the order of their priority, the first that matches with an action
 * that ends it decides, and the default action where none does.
 * Source: the AWS WAF developer guide, "Web ACLs", "Rule actions", "Rule groups", "Labels".
 */

/** One way in which it may end. */
export interface Ending {
  readonly isAllowed: boolean;
  /** `block`, `allow`, `captcha`, `challenge`, or null for the default action. */
  readonly action: string | null;
  /** The rule, as `rule name`; `its default action`. */
  readonly by: string;
  /** Whether it ends so for certain where nothing before has ended it. */
  readonly isSure: boolean;
}

export interface WebAclJudgement {
  /** All ways in which it may end: of one kind where the verdict is certain. */
  readonly endings: readonly Ending[];
  readonly trail: readonly {readonly rule: string; readonly action: string; readonly matches: Truth}[];
  /** Why it is not known whether a rule ends it, with the name of the rule. */
  readonly doubts: readonly (Doubt & {readonly rule: string})[];
  /** Rules of `assume` that were taken to let it through. */
  readonly assumed: readonly string[];
}

/** @param assume names of rules that a person has seen let the request through. */
export function judgeWebAcl(
  acl: WebAcl,
  request: WebRequest,
  referred: Referred,
  assume: readonly string[],
): WebAclJudgement {
  const walk = new Walk(request, referred, assume);
  const managers = (wanted: boolean) => acl.firewallManagerGroups.filter(({isFirst}) => isFirst === wanted);
  const isOver =
    walk.passManagers(managers(true)) ||
    walk.passRules(acl.rules, acl.labelNamespace) ||
    walk.passManagers(managers(false));
  if (!isOver) {
    const isAllowed = acl.defaultAction === 'allow';
    walk.endings.push({isAllowed, action: null, by: 'its default action', isSure: true});
  }
  return {endings: walk.endings, trail: walk.trail, doubts: walk.doubts, assumed: [...walk.assumed]};
}

/** What could be asked for to know more. */
export function needsOf({doubts}: WebAclJudgement): Need[] {
  return doubts.flatMap(({need}) => need ?? []);
}

class Walk {
  readonly endings: Ending[] = [];
  readonly trail: WebAclJudgement['trail'][number][] = [];
  readonly doubts: (Doubt & {rule: string})[] = [];
  readonly assumed = new Set<string>();
  readonly #labels = new Labels();

  readonly #request: WebRequest;
  readonly #referred: Referred;
  readonly #assume: readonly string[];

  constructor(request: WebRequest, referred: Referred, assume: readonly string[]) {
    this.#request = request;
    this.#referred = referred;
    this.#assume = assume;
  }

  /** @returns whether it certainly ended. */
  passManagers(groups: WebAcl['firewallManagerGroups']): boolean {
    for (const {name} of groups) {
      this.#labels.addUnknown('awswaf:');
      this.#opaque(name, beyond('what a group of Firewall Manager holds is not known'));
    }
    return false;
  }

  passRules(rules: readonly WebAclRule[], namespace: string | null, overrides: Overrides = {}, prefix = ''): boolean {
    for (const rule of rules) {
      const overridden = overrides[rule.name];
      const action = overrides['*'] ?? overridden ?? rule.action;
      // A group that only counts stops where one of its rules would have ended it: its later labels may be missing.
      const isCertain = overrides['*'] === undefined;
      if (this.#passRule({...rule, name: `${prefix}${rule.name}`}, action, namespace, isCertain)) return true;
    }
    return false;
  }

  #passRule(rule: WebAclRule, action: string, namespace: string | null, isCertain: boolean): boolean {
    const {statement, name} = rule;
    if (statement.type === 'managed-group') return this.#passManaged(rule, statement, action, namespace);
    if (statement.type === 'rule-group') return this.#passGroup(rule, statement, action);

    const finding = this.#find(statement, namespace);
    this.trail.push({rule: name, action, matches: finding.holds});
    if (finding.holds === false) return false;
    this.#labels.add(rule.labels, namespace, isCertain && finding.holds === true);
    if (action === 'count') return false;
    if (!KNOWN.includes(action))
      return this.#opaque(name, doubtful(`its action ${action} is not known to this version`));
    if (finding.holds === null) return this.#maybe(name, action, finding);
    if (FOR_TOKENS.includes(action) && bringsToken(this.#request))
      return this.#maybe(name, action, doubtful('whether its token is valid is not known'));
    this.endings.push({isAllowed: action === 'allow', action, by: `rule ${name}`, isSure: true});
    return true;
  }

  #find(statement: WebAclStatement, namespace: string | null): StatementFinding {
    return findingOf(statement, {request: this.#request, referred: this.#referred, labels: this.#labels, namespace});
  }

  /** The group sees what its scope-down statement lets it see; what its rules are is AWS's or a vendor's secret. */
  #passManaged(
    {name}: WebAclRule,
    group: Extract<WebAclStatement, {type: 'managed-group'}>,
    action: string,
    namespace: string | null,
  ): boolean {
    const {scopeDown, vendor, overrides} = group;
    const isSeen = scopeDown === null || this.#find(scopeDown, namespace).holds !== false;
    this.trail.push({rule: name, action, matches: isSeen ? null : false});
    if (!isSeen) return false;
    this.#labels.addUnknown('awswaf:managed:');
    if (action === 'count') return false;
    const doubt = beyond(`what the managed group ${vendor} ${group.name} makes of it is not known`);
    // Those of AWS allow nothing; of others it is not known.
    const mayAllow = vendor !== 'AWS' || Object.values(overrides).includes('allow');
    return mayAllow ? this.#opaque(name, doubt) : this.#maybe(name, 'block', doubt);
  }

  #passGroup(
    {name}: WebAclRule,
    {arn, overrides}: Extract<WebAclStatement, {type: 'rule-group'}>,
    action: string,
  ): boolean {
    const group = this.#referred.ruleGroups.get(arn);
    if (group === undefined) {
      this.#labels.addUnknown('awswaf:');
      this.trail.push({rule: name, action, matches: null});
      if (action === 'count') return false;
      return this.#opaque(name, {
        holds: null,
        doubts: [{what: `the rule group ${arn} was not read`, need: {kind: 'ruleGroups', arn}, isBeyond: false}],
      });
    }
    // A group that only counts ends nothing; its labels stay.
    const all = action === 'count' ? {...overrides, '*': 'count'} : overrides;
    return this.passRules(group.rules, group.labelNamespace, all, `${name}/`);
  }

  /** It may be allowed here, refused here or go on; that it is let through, as `assume` says, leaves the first and the last. */
  #opaque(rule: string, finding: StatementFinding): boolean {
    this.endings.push({isAllowed: true, action: 'allow', by: `rule ${rule}`, isSure: false});
    if (!this.#isOpen(rule)) {
      this.doubts.push({
        rule,
        what: 'whether it allows the request itself or leaves it to what follows is not known',
        need: null,
        isBeyond: false,
      });
    }
    return this.#maybe(rule, 'block', finding);
  }

  /** It may end here and may go on. */
  #maybe(rule: string, action: string, {doubts}: StatementFinding): boolean {
    if (!this.#isOpen(rule)) return false;
    this.endings.push({isAllowed: action === 'allow', action, by: `rule ${rule}`, isSure: false});
    this.doubts.push(...doubts.map((doubt) => ({...doubt, rule})));
    return false;
  }

  #isOpen(rule: string): boolean {
    // What is said of a group is said of its rules.
    if (!this.#assume.some((one) => rule === one || rule.startsWith(`${one}/`))) return true;
    this.assumed.add(rule);
    return false;
  }
}

type Overrides = Readonly<Record<string, string>>;

/** A request with a valid token goes on, as with `count`. */
const FOR_TOKENS: readonly string[] = ['captcha', 'challenge'];
const KNOWN: readonly string[] = ['allow', 'block', ...FOR_TOKENS];
