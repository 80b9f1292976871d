/**
 * The members of facts whose values are from a closed list, and that list: these words are ours, or AWS's own documented
 * ones, and not text from outside. A test holds the list to the types.
 */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  action: ['allow', 'block', 'captcha', 'challenge', 'count', 'deny', 'group', 'unknown'],
  decoded: ['lies', 'partial', 'plain', 'unknown', 'whole'],
  defaultAction: ['allow', 'block'],
  desiredStatus: ['RUNNING', 'STOPPED'],
  end: ['complete', 'goaway', 'held', 'reset', 'silent', 'stream-reset', 'too-large', 'truncated'],
  failover: ['PRIMARY', 'SECONDARY'],
  field: ['host-header', 'http-header', 'http-request-method', 'path-pattern', 'query-string', 'source-ip', 'unknown'],
  format: ['event-stream', 'json', 'other'],
  kind: [
    'certificate',
    'closed',
    'comment',
    'error',
    'event',
    'held',
    'malformed',
    'no-answer',
    'no-message',
    'no-such-name',
    'notification',
    'plan',
    'protocol',
    'refused',
    'request',
    'result',
    'state',
    'tls',
    'unknown',
    'silent',
    'unreachable',
  ],
  lastStatus: ['DEACTIVATING', 'DEPROVISIONING', 'PENDING', 'PROVISIONING', 'RUNNING', 'STOPPED', 'STOPPING'],
  mode: ['allow-bidirectional', 'allow-egress', 'block-bidirectional', 'block-ingress', 'off'],
  over: ['tcp', 'udp'],
  phase: ['connect', 'headers', 'resolve', 'tls'],
  protocol: [
    'GENEVE',
    'HTTP',
    'HTTPS',
    'QUIC',
    'REST',
    'TCP',
    'TCP_QUIC',
    'TCP_UDP',
    'TLS',
    'UDP',
    'WEBSOCKET',
    'h2',
    'http/1.0',
    'http/1.1',
    'tcp',
    'udp',
  ],
  purpose: [
    'call-tool',
    'discover',
    'end-session',
    'guarded',
    'initialize',
    'initialized',
    'list-tools',
    'metadata',
    'ping',
    'stream',
  ],
  role: ['authority', 'resolver'],
  rolloutState: ['COMPLETED', 'FAILED', 'IN_PROGRESS'],
  scheme: ['internal', 'internet-facing'],
  state: [
    ...[
      'active',
      'active_impaired',
      'associated',
      'associating',
      'available',
      'blackhole',
      'deleting',
      'draining',
      'failed',
    ],
    ...['healthy', 'in-use', 'inactive', 'initial', 'pending', 'provisioning', 'unavailable', 'unhealthy', 'unused'],
  ],
  status: [
    ...[
      'ACTIVE',
      'AVAILABLE',
      'DELETING',
      'DRAINING',
      'EXPIRED',
      'FAILED',
      'INACTIVE',
      'IN_PROGRESS',
      'ISSUED',
      'PENDING',
    ],
    ...['PENDING_VALIDATION', 'PRIMARY', 'ROLLBACK_FAILED', 'ROLLBACK_SUCCESSFUL', 'STOPPED', 'SUCCESSFUL'],
  ],
  transport: ['http-sse', 'stateless', 'streamable'],
  type: [
    ...['and', 'application', 'authenticate-cognito', 'authenticate-oidc', 'byte-match', 'composite', 'fixed-response'],
    ...[
      'forward',
      'gateway',
      'geo',
      'ip-set',
      'regex',
      'regex-set',
      'attack',
      'label',
      'jwt-validation',
      'log',
      'managed-group',
      'metric',
      'network',
      'not',
      'or',
    ],
    ...['PromQL', 'expression', 'other', 'rate', 'redirect', 'rule-group', 'size', 'unknown'],
  ],
};

/** Whether the value of this member is such a word. */
export function isFactWord(member: string, value: string): boolean {
  return Object.hasOwn(WORDS, member) && (WORDS[member]?.includes(value) ?? false);
}

/** Members of facts whose keys are from outside: names of headers, attributes, variables, Terraform's. */
const NAMED_OUTSIDE: ReadonlySet<string> = new Set([
  'body',
  'dimensions',
  'headers',
  'overrides',
  'requestParameters',
  'requestTemplates',
  'setTo',
  'types',
  'variables',
]);

/** Whether the keys of this member, and of all that is in it, are from outside and not the names of our members. */
export function hasOutsideKeys(member: string): boolean {
  return NAMED_OUTSIDE.has(member);
}
