/**
 * Whom the action of an alarm tells, as far as its ARN says so.
 * Source: the CloudWatch user guide (alarm actions) and API reference (PutMetricAlarm, AlarmActions).
 */
export type ActionKind =
  | {readonly type: 'topic'; readonly name: string}
  /** It reaches people by itself, or is somebody's code that is there for it. */
  | {readonly type: 'tells'; readonly what: string}
  | {readonly type: 'silent'; readonly what: string}
  | {readonly type: 'unknown'; readonly what: string};

export function kindOfAction(arn: string): ActionKind {
  const [, , service = '', , , ...rest] = arn.split(':');
  const resource = rest.join(':');
  switch (service) {
    case 'sns':
      return {type: 'topic', name: resource};
    case 'lambda':
      return {type: 'tells', what: `Lambda ${resource}, whose code is not looked at`};
    case 'ssm':
      return {type: 'tells', what: `Systems Manager, with an OpsItem (${resource})`};
    case 'ssm-incidents':
      return {type: 'tells', what: `Incident Manager, with ${resource}`};
    case 'autoscaling':
      return {type: 'silent', what: 'an Auto Scaling policy'};
    case 'automate':
    case 'swf':
      return {type: 'silent', what: 'an EC2 action'};
    default:
      return {type: 'unknown', what: arn};
  }
}

/** Queues and archives keep a message: whether somebody reads it is not known. */
export function isKeptOnly(protocol: string): boolean {
  return protocol === 'sqs' || protocol === 'firehose';
}
