import type {DecisionVerdict} from '../model/report.ts';
import {type AwsWorld, HEALTHY} from './aws-world.ts';
import type {LabSetup} from './setup.ts';
import {
  alarmOnOldGroup,
  exposed,
  internal,
  notDelegated,
  taskGroupClosed,
  twoTasks,
  unanswered,
} from './worlds/broken.ts';
import {SSE_RULE_PRIORITY} from './worlds/elbv2.ts';
import {MCP_HOST, PUBLIC_GROUP} from './worlds/names.ts';

/** The expected result of a run of the shipped checklist. */
interface Expectation {
  /** Null where nothing fails. */
  readonly failed: string | null;
  /** In the file's order. */
  readonly blocked: readonly string[];
  readonly exitCode: 0 | 1;
  /** What the decision would be if the world were real. */
  readonly wouldBe: DecisionVerdict;
}

export interface Scenario {
  readonly name: string;
  /** What is the case in this world, for `lab --list`. */
  readonly title: string;
  readonly setup: LabSetup;
  readonly expected: {readonly ready: Expectation; readonly cutover: Expectation};
}

/** A third of the idle timeout. */
const HEARTBEAT_MS = 1000;

/** A stream that cannot be opened blocks everything that needs an open stream. */
const STREAM_AND_AFTER = [
  'base-path-applied-once',
  'sessions-find-their-stream',
  'stream-opens',
  'frontend-uses-stream',
  'stream-outlives-idle-timeout',
  'load-tested',
] as const;

const STREAM_UNOPENED = STREAM_AND_AFTER.filter((id) => id !== 'stream-opens');

const RECORD_AND_AFTER = [
  'record-ttl',
  'dns-propagated',
  'way-back-is-quick',
  'certificate-accepted',
  'certificate-everywhere',
  'tls-versions-answered',
  'host-answers-https',
  ...STREAM_AND_AFTER,
] as const;

/** Every world of the lab: what is wrong in it, and what a run at stages `ready` and `cutover` has to find. */
export const SCENARIOS: readonly Scenario[] = [
  {
    name: 'healthy',
    title: 'the migration as it should be',
    setup: worldWith({}),
    expected: {
      ready: {failed: null, blocked: [], exitCode: 0, wouldBe: 'proceed'},
      cutover: {failed: null, blocked: [], exitCode: 0, wouldBe: 'proceed'},
    },
  },
  {
    name: 'record-missing',
    title: 'the DNS record for the new host was never made',
    setup: worldWith({records: HEALTHY.records.filter(({name}) => name !== MCP_HOST)}),
    expected: fault('dns-record', RECORD_AND_AFTER),
  },
  {
    name: 'certificate-too-short',
    title: 'the listener has the wildcard certificate alone, which ends one label short of the new host',
    setup: worldWith({listenerCertificates: HEALTHY.listenerCertificates.filter(({isDefault}) => isDefault)}),
    expected: fault('certificate-covers-host', [
      'certificate-presented',
      'certificate-accepted',
      'certificate-everywhere',
      'validation-record',
      'certificate-renews',
      'host-answers-https',
      ...STREAM_AND_AFTER,
    ]),
  },
  {
    name: 'internal-load-balancer',
    title: 'the load balancer is internal, as behind a VPC link it often is',
    setup: worldWith(internal(HEALTHY)),
    expected: fault('internet-facing', ['clients-reach', 'host-answers-https', ...STREAM_AND_AFTER]),
  },
  {
    name: 'port-closed',
    title: 'the security groups admit the VPC link alone',
    setup: worldWith({
      securityGroups: HEALTHY.securityGroups.map((group) =>
        group.id === PUBLIC_GROUP ? {...group, ingress: []} : group,
      ),
    }),
    expected: fault('port-443-open', ['clients-reach', 'host-answers-https', ...STREAM_AND_AFTER]),
  },
  {
    name: 'rule-order',
    title: "the rule for streams comes after the host's own 404",
    setup: worldWith({
      listenerRules: HEALTHY.listenerRules.map((rule) =>
        rule.priority === SSE_RULE_PRIORITY ? {...rule, priority: 190} : rule,
      ),
    }),
    expected: fault('sse-rule-wins', [
      'message-rule-wins',
      'stream-paths-proved',
      'sse-rule-first',
      'no-dead-rules',
      ...STREAM_AND_AFTER,
    ]),
  },
  {
    name: 'idle-cut',
    title: "the server's heartbeat is slower than the load balancer's idle timeout",
    setup: {aws: HEALTHY, server: {heartbeatMs: 15_000}},
    expected: fault('stream-outlives-idle-timeout', ['load-tested']),
  },
  {
    name: 'headers-held',
    title: 'the service sends no headers before it has something to say, and the load balancer answers 504',
    setup: misbehaving('headers-with-first-event', 'first-event-delay=1h'),
    expected: fault('stream-opens', STREAM_UNOPENED),
  },
  {
    name: 'never-flushed',
    title: 'streams are compressed for clients that accept it, and never flushed',
    setup: misbehaving('gzip=hold'),
    expected: fault('stream-opens', STREAM_UNOPENED),
  },
  {
    name: 'no-blank-line',
    title: 'the events of a stream do not end with an empty line',
    setup: misbehaving('no-blank-line'),
    expected: fault('stream-opens', STREAM_UNOPENED),
  },
  {
    name: 'worker-killed',
    title: 'a worker is killed at its time limit, in the middle of its streams',
    setup: misbehaving('worker-killed=2500ms'),
    expected: fault('stream-outlives-idle-timeout', ['load-tested']),
  },
  {
    name: 'not-delegated',
    title: 'the record is in a zone of its own, to which no other zone delegates',
    setup: worldWith(notDelegated(HEALTHY)),
    expected: fault('dns-record', RECORD_AND_AFTER),
  },
  {
    name: 'exposed',
    title: "opening port 443 for streams also hands another team's console to the internet",
    setup: worldWith(exposed(HEALTHY)),
    expected: bystanders('only-ours-exposed', []),
  },
  {
    name: 'two-tasks',
    title: 'the service runs two tasks, and a session is in the memory of one',
    setup: worldWith(twoTasks(HEALTHY)),
    expected: fault('sessions-have-one-home', ['sessions-find-their-stream']),
  },
  {
    name: 'task-group-closed',
    title: 'the security group of the tasks does not admit the load balancer',
    setup: {...worldWith(taskGroupClosed(HEALTHY)), rulesInForce: unanswered(HEALTHY)},
    expected: tasksOutOfReach('load-balancer-reaches-tasks'),
  },
  {
    name: 'alarm-on-old',
    title: "the alarm for errors still watches the API's target group",
    setup: worldWith(alarmOnOldGroup(HEALTHY)),
    expected: bystanders('alarm-on-errors', ['alarms-fire']),
  },
];

/** A healthy world whose service misbehaves with every stream. */
function misbehaving(...faults: readonly string[]): LabSetup {
  return {aws: HEALTHY, server: {heartbeatMs: HEARTBEAT_MS, faults}};
}

function worldWith(change: Partial<AwsWorld>): LabSetup {
  return {aws: {...HEALTHY, ...change}, server: {heartbeatMs: HEARTBEAT_MS}};
}

/** Each of these faults cuts users off from their streams: harmless before the cutover, but not from then on. */
function fault(failed: string, blocked: readonly string[]): Scenario['expected'] {
  const found = {failed, blocked, exitCode: 1} as const;
  return {ready: {...found, wouldBe: 'hold'}, cutover: {...found, wouldBe: 'rollback'}};
}

/** Streams still work with these faults: to be fixed before going on, but no reason to roll back. */
function bystanders(failed: string, blocked: readonly string[]): Scenario['expected'] {
  const found = {failed, blocked, exitCode: 1, wouldBe: 'hold'} as const;
  return {ready: found, cutover: found};
}

/** The service does not answer at all, by the old path or the new one. Measurements are due from the cutover on. */
function tasksOutOfReach(failed: string): Scenario['expected'] {
  const blocked = [
    'api-targets-healthy',
    'websocket-targets-healthy',
    'websocket-connects',
    'service-steady',
    'targets-are-healthy',
    'tasks-are-healthy',
    'base-path-applied-once',
    'sessions-find-their-stream',
    'api-answers',
    'api-came-through-gateway',
    ...STREAM_AND_AFTER.slice(2),
  ];
  const {ready, cutover} = fault(failed, blocked);
  return {ready, cutover: {...cutover, blocked: [...blocked, 'always-a-healthy-target']}};
}

/** The scenarios for `lab --list`: one per line, or JSON with the expected results. */
export function listScenarios(json: boolean): string {
  if (json) {
    return JSON.stringify(
      SCENARIOS.map(({name, title, expected}) => ({name, title, expected})),
      null,
      2,
    );
  }
  const width = Math.max(...SCENARIOS.map(({name}) => name.length));
  return SCENARIOS.map(({name, title}) => `${name.padEnd(width)}  ${title}`).join('\n');
}
