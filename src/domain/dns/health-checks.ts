import type {CheckedAlarm, RecordHealthCheck} from '../../model/facts/aws-facts.ts';
import type {Health} from './record-health.ts';

/** What was seen of one health check: what the checkers report, its alarm, what its children are. */
export interface SeenHealthCheck {
  readonly check: RecordHealthCheck;
  /** `Success: HTTP Status Code 200, OK` or `Failure: …`, of each checker. */
  readonly reports: readonly string[];
  /** Null: there is no such alarm, or the check goes by none. */
  readonly alarm: CheckedAlarm | null;
  readonly children: readonly Health[];
}

/**
 * The status that Route 53 goes by. A disabled check counts as healthy, and inversion turns whatever came out
 * (https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html,
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html).
 */
export function healthOfCheck(seen: SeenHealthCheck): Health {
  const {id, isDisabled, isInverted} = seen.check;
  const plain: Health = isDisabled ? {state: 'healthy', because: 'it is disabled'} : judged(seen);
  const turned = {healthy: 'unhealthy', unhealthy: 'healthy', unknown: 'unknown'} as const;
  const state = isInverted ? turned[plain.state] : plain.state;
  return {state, because: `health check ${id}: ${plain.because}${isInverted ? ', and it is inverted' : ''}`};
}

function judged({check, reports, alarm, children}: SeenHealthCheck): Health {
  switch (check.type) {
    case 'CALCULATED':
      return calculated(check.healthThreshold ?? 0, children);
    case 'CLOUDWATCH_METRIC':
      return byAlarm(check, alarm);
    case 'RECOVERY_CONTROL':
      return {state: 'unknown', because: 'it goes by a routing control of Application Recovery Controller'};
    default:
      return reported(reports);
  }
}

/** With more than 18 % of the checkers an endpoint is healthy. */
function reported(reports: readonly string[]): Health {
  const successes = reports.filter((report) => /^success\b/i.test(report)).length;
  const failures = reports.filter((report) => /^failure\b/i.test(report)).length;
  const because = `${successes} of ${reports.length} checkers report success`;
  const least = (100 * successes) / reports.length;
  const most = (100 * (reports.length - failures)) / reports.length;
  if (least > 18) return {state: 'healthy', because};
  if (most <= 18) return {state: 'unhealthy', because};
  return {
    state: 'unknown',
    because: reports.length === 0 ? 'no checker has reported yet' : `${because}, ${failures} failure`,
  };
}

/**
 * Route 53 works out the alarm's state by itself, with the settings that the alarm had when the check was made or updated
 * last (https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-creating-deleting.html, CloudWatch alarms).
 */
function byAlarm({alarm: named, onInsufficientData}: RecordHealthCheck, alarm: CheckedAlarm | null): Health {
  const state = alarm?.state ?? null;
  const because = `alarm ${named?.name ?? '?'} in ${named?.region ?? '?'} is ${state ?? 'not there'}`;
  if (alarm !== null && (named?.watches == null || named.watches !== alarm.watches)) {
    const kept = named?.watches == null ? 'are not known' : `are others (${named.watches})`;
    return {state: 'unknown', because: `${because}, and the settings of it that the check goes by ${kept}`};
  }
  if (state === 'OK') return {state: 'healthy', because};
  if (state === 'ALARM') return {state: 'unhealthy', because};
  if (state === 'INSUFFICIENT_DATA' && onInsufficientData === 'Healthy') return {state: 'healthy', because};
  if (state === 'INSUFFICIENT_DATA' && onInsufficientData === 'Unhealthy') return {state: 'unhealthy', because};
  return {state: 'unknown', because};
}

function calculated(threshold: number, children: readonly Health[]): Health {
  const count = (state: Health['state']) => children.filter((child) => child.state === state).length;
  const [healthy, unknown] = [count('healthy'), count('unknown')];
  const because = `${healthy} of its ${children.length} checks are healthy, and ${threshold} have to be`;
  if (healthy >= threshold) return {state: 'healthy', because};
  if (healthy + unknown < threshold) return {state: 'unhealthy', because};
  const why = children.flatMap((child) => (child.state === 'unknown' ? child.because : []));
  return {state: 'unknown', because: `${because} (of ${unknown} it is not known: ${why.join('; ')})`};
}
