import {gatesOf, ruleName} from '../../domain/listener-rules/listener-rules.ts';
import {ruleChanges} from '../../domain/listener-rules/rule-changes.ts';
import {ruleText} from '../../domain/listener-rules/rule-effect.ts';
import {CannotTell, defineCheck, type Fault, fail, pass} from '../../model/check.ts';
import {isRedacted} from '../../model/facts/shown-conditions.ts';
import {fileParam, resourceParam} from '../../model/params.ts';
import {readRulesSnapshot, type SnapshotRule, snapshotRule} from '../../model/rules-snapshot.ts';

const MEANT =
  'where it is meant, write the snapshot anew (`check alb/rules-unchanged … --write FILE`) and have it reviewed';

export const rulesUnchanged = defineCheck({
  id: 'alb/rules-unchanged',
  title: 'The rules of the listener are as in a committed snapshot',
  why: 'A listener that several services share is changed by several people: a rule that somebody adds, moves or narrows after the review takes requests that were meant for another, and no plan of ours shows it. ARNs are not compared, nor with what conditions compare headers and parameters that may hold a secret.',
  fix: 'Find out who changed it (CloudTrail: CreateRule, ModifyRule, DeleteRule, SetRulePriorities). Put it back, or write the snapshot anew and have it reviewed.',
  byHand:
    'aws elbv2 describe-rules --listener-arn <LISTENER_ARN> --query "Rules[].[Priority,Conditions,Actions,Transforms]"',
  links: ['https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-rules.html'],
  facts: ['files', 'listener', 'listenerRules'],
  params: () => ({
    alb: resourceParam('loadBalancer', 'The load balancer and listener'),
    snapshot: fileParam(
      "The snapshot, relative to the checklist's folder, and below it or a root: `check alb/rules-unchanged --with alb=NAME:PORT --write FILE` writes one",
    ).meta({examples: ['listener-rules.json']}),
  }),
  async run({alb, snapshot: path}, {aws, files}) {
    const [listener, rules, file] = await Promise.all([aws.listener(alb), aws.listenerRules(alb), files.read(path)]);
    if (file.text === null) {
      throw new CannotTell(
        `there is no snapshot ${path}`,
        'write one with `check alb/rules-unchanged --with alb=NAME:PORT --write FILE`, have it reviewed, and commit it',
      );
    }
    const snapshot = readRulesSnapshot(path, file.text);
    if (snapshot.listener !== listener.arn) {
      throw new CannotTell(
        `${path} is a snapshot of listener ${snapshot.listener}, and not of ${listener.arn}`,
        'correct `snapshot:` or `alb:` of this item; where the listener was made anew, write the snapshot anew',
      );
    }
    const now = rules.map(snapshotRule);
    const {added, removed, changed, reordered, renumbered} = ruleChanges(snapshot.rules, now);
    const faults: Fault[] = [
      ...added.map((rule) =>
        fault(
          `${shown(rule)} was added`,
          `See what ${ruleName(rule)} is for, and delete it where it does not belong there`,
        ),
      ),
      ...removed.map((rule) => fault(`${shown(rule)} is gone`, 'Add it again')),
      ...changed.map(({rule, was, what}) =>
        fault(
          `${ruleName(rule)} has other ${what.join(' and ')}: ${shown(rule)}, and was ${shown(was)}`,
          'Change it back',
        ),
      ),
      ...reordered.map(({first, second}) =>
        fault(`${shown(first)} came before ${shown(second)}, and comes after it now`, 'Put them in their order'),
      ),
    ];
    const place = `listener ${listener.port}`;
    const expected = `the ${snapshot.rules.length} rules of ${path}`;
    const source = `elasticloadbalancing:DescribeRules ${listener.arn}`;
    const evidence = [{what: 'rules', value: now.map(shown), source}];
    if (faults.length > 0) return fail({place, faults, expected, evidence});
    const hidden = now.filter(({conditions}) => isRedacted(JSON.stringify(conditions)));
    const gated = now.filter((rule) => gatesOf(rule).length > 0);
    const notes = [
      ...(renumbered.length > 0
        ? [
            `${renumbered.map(({was, rule}) => `${ruleName(was)} is ${ruleName(rule)} now`).join(', ')}, in the same order`,
          ]
        : []),
      ...(hidden.length > 0
        ? [
            `what ${hidden.map(ruleName).join(' and ')} compare${hidden.length === 1 ? 's' : ''} secrets with was not looked at`,
          ]
        : []),
      ...(gated.length > 0
        ? [`who is let in by the login or token check of ${gated.map(ruleName).join(' and ')} was not looked at`]
        : []),
    ];
    return pass({place, actual: `${expected}, in their order`, expected, evidence, because: notes.join('; ') || null});
  },
});

function fault(what: string, back: string): Fault {
  return {what, fix: `${back} (CloudTrail says who changed it); ${MEANT}.`};
}

function shown(rule: SnapshotRule): string {
  return ruleText({...rule, arn: ''});
}
