import type {TopicAccess} from '../../model/facts/aws-facts.ts';

/**
 * Whether CloudWatch may send the message of an alarm to a topic: its access policy has to allow it, and so does the policy of the
 * key that it is encrypted with. That of the key which AWS keeps for SNS never does.
 * Source: the SNS developer guide (access policies, keys for encrypted topics) and AWS re:Post (alarms and encrypted topics).
 */
export type Publishing =
  | {readonly type: 'open'}
  | {readonly type: 'closed' | 'unknown'; readonly what: string; readonly fix: string};

export function publishingOf({keyId, policy}: TopicAccess, alarmArn: string, topic: string): Publishing {
  if (keyId !== null && /(?:^|:)alias\/aws\/sns$/.test(keyId)) {
    return {
      type: 'closed',
      what: `its topic ${topic} is encrypted with alias/aws/sns, a key that CloudWatch may not use`,
      fix: `Encrypt topic ${topic} with a key of your own whose policy lets cloudwatch.amazonaws.com use kms:Decrypt and kms:GenerateDataKey*, or not at all.`,
    };
  }
  const allow = `Allow cloudwatch.amazonaws.com sns:Publish in the access policy of topic ${topic}.`;
  const answer = policyAnswer(policy, alarmArn);
  if (answer === false) {
    return {
      type: 'closed',
      what: `the access policy of its topic ${topic} does not let CloudWatch publish`,
      fix: allow,
    };
  }
  if (answer === 'unknown') {
    return {
      type: 'unknown',
      what: `whether the access policy of its topic ${topic} lets CloudWatch publish is not known`,
      fix: `${allow.slice(0, -1)} without conditions but its account; or make the alarm fire once, and state \`messageSeen:\``,
    };
  }
  if (keyId === null) return {type: 'open'};
  return {
    type: 'unknown',
    what: `its topic ${topic} is encrypted with key ${keyId}, whose policy is not read: it has to let CloudWatch use it`,
    fix: 'make the alarm fire once (`aws cloudwatch set-alarm-state`), see that the message arrives, and state `messageSeen:`',
  };
}

type Answer = boolean | 'unknown';
type Members = Readonly<Record<string, unknown>>;

function policyAnswer(text: string, alarmArn: string): Answer {
  const statements = statementsOf(text);
  if (statements === null) return 'unknown';
  const of = (effect: string) =>
    statements.filter(({Effect}) => Effect === effect).map((statement) => concerns(statement, alarmArn));
  const [denied, allowed] = [of('Deny'), of('Allow')];
  if (denied.includes(true)) return false;
  if (!allowed.includes(true)) return allowed.includes('unknown') ? 'unknown' : false;
  return denied.includes('unknown') ? 'unknown' : true;
}

function statementsOf(text: string): readonly Members[] | null {
  try {
    const {Statement} = JSON.parse(text);
    return Statement === undefined ? null : [Statement].flat();
  } catch {
    return null;
  }
}

/** Whether it is about this alarm that publishes. */
function concerns({Action, Principal, Condition, NotAction, NotPrincipal}: Members, alarmArn: string): Answer {
  const action =
    NotAction === undefined ? listed(Action).some((one) => matches(one.toLowerCase(), 'sns:publish')) : 'unknown';
  const principal = NotPrincipal === undefined ? isCloudWatch(Principal, alarmArn) : 'unknown';
  return all([action, principal, ...conditionsOf(Condition).map((one) => conditionHolds(one, alarmArn))]);
}

function isCloudWatch(principal: unknown, alarmArn: string): Answer {
  if (principal === '*') return true;
  const {AWS, Service} = (principal ?? {}) as Members;
  if (listed(AWS).includes('*') || listed(Service).some((one) => matches(one, 'cloudwatch.amazonaws.com'))) return true;
  // Whether CloudWatch counts as its account is not documented.
  const account = accountOf(alarmArn);
  return listed(AWS).some((one) => one === account || one.endsWith(`::${account}:root`)) ? 'unknown' : false;
}

interface Condition {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

function conditionsOf(condition: unknown): Condition[] {
  return Object.entries((condition ?? {}) as Record<string, Members>).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => ({operator, key: key.toLowerCase(), values: listed(values)})),
  );
}

function conditionHolds({operator, key, values}: Condition, alarmArn: string): Answer {
  const name = operator.toLowerCase().replace(/ifexists$/, '');
  if (key === 'aws:securetransport' && name === 'bool') return values.includes('true');
  const is = {
    'aws:sourcearn': alarmArn,
    'aws:sourceaccount': accountOf(alarmArn),
    'aws:sourceowner': accountOf(alarmArn),
  }[key];
  const [, not = '', kind = ''] = /^(?:string|arn)(not)?(.+)$/.exec(name) ?? [];
  const compare = COMPARISONS[`${name.startsWith('arn') ? 'arn' : ''}${kind}`];
  if (is === undefined || compare === undefined) return 'unknown';
  return values.some((value) => compare(value, is)) === (not === '');
}

/** `*` and `?` stand for others in patterns alone: `StringEquals` takes them as they are. Source: the IAM user guide. */
const COMPARISONS: Readonly<Record<string, (value: string, is: string) => boolean>> = {
  equals: (value, is) => value === is,
  equalsignorecase: (value, is) => value.toLowerCase() === is.toLowerCase(),
  like: matches,
  arnequals: matches,
  arnlike: matches,
};

/** `*` and `?` as policies have them. */
function matches(pattern: string, text: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's').test(text);
}

function all(answers: readonly Answer[]): Answer {
  if (answers.includes(false)) return false;
  return answers.includes('unknown') ? 'unknown' : true;
}

function listed(value: unknown): string[] {
  return value === undefined ? [] : [value].flat().map(String);
}

function accountOf(arn: string): string {
  return arn.split(':')[4] ?? '';
}
