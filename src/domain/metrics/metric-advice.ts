import type {AlbMetric} from './alb-metrics.ts';

/** Where to look for what a metric counts. Source: the ALB user guide (troubleshooting, CloudWatch metrics). */
export function metricFix(metric: string): string {
  const advice = METRIC_FIXES.find(({names}) => names.test(metric))?.advice;
  return advice ?? 'See in the access logs which requests and targets it comes from.';
}

/** What a metric leaves out that users see all the same; nothing where it counts all of its kind. */
export function countedElsewhere({name}: Pick<AlbMetric, 'name'>): string[] {
  const status = /^HTTPCode_Target_([45]XX)_Count$/.exec(name)?.[1];
  return status === undefined
    ? []
    : [`what the load balancer answers itself, with no healthy target for one, counts as HTTPCode_ELB_${status}_Count`];
}

const METRIC_FIXES = [
  {
    names: /^HTTPCode_ELB_5XX_Count$/,
    advice:
      'See in the access logs which status it is: 502 and 503 lead to the targets and their health, 504 to the idle timeout, and to security groups between load balancer and targets.',
  },
  {
    names: /^HTTPCode_ELB_502_Count$/,
    advice:
      'See the targets: they refuse or close connections, or answer something that is not HTTP; a server keep-alive that is shorter than the idle timeout does so now and then.',
  },
  {
    names: /^HTTPCode_ELB_503_Count$/,
    advice: 'See whether the target group had targets all the time, a deployment included (alb/targets-healthy).',
  },
  {
    names: /^HTTPCode_ELB_504_Count$/,
    advice: 'See what keeps answers back: the idle timeout, slow targets, security groups on the way to them.',
  },
  {
    names: /^HTTPCode_ELB_4XX_Count$/,
    advice:
      'See in the access logs which status it is: 460 is a client that gave up before the answer, 464 a protocol version that the target group does not speak.',
  },
  {names: /^HTTPCode_Target_5XX_Count$/, advice: 'See the logs of the tasks: the service itself answers so.'},
  {
    names: /^HTTPCode_Target_4XX_Count$/,
    advice: 'See in the access logs which paths and clients: the service itself answers so.',
  },
  {
    names: /^(TargetConnectionErrorCount|TargetTLSNegotiationErrorCount)$/,
    advice:
      'See that the tasks listen on the port of the target group, and that their security group admits the load balancer.',
  },
  {
    names: /^(ClientTLSNegotiationErrorCount)$/,
    advice:
      'See the connection logs: clients that refuse the certificate or speak no TLS version of the security policy.',
  },
  {
    names: /^(HealthyHostCount|UnHealthyHostCount)$/,
    advice: 'See the health of the targets and the reasons that AWS gives (alb/targets-healthy).',
  },
  {
    names: /^TargetResponseTime$/,
    advice: 'See in the access logs which paths are slow; an event stream counts until its first byte.',
  },
  {
    names: /^RejectedConnectionCount$/,
    advice:
      'The load balancer had no connections left: see the traffic, and ask AWS for more capacity ahead of the cutover.',
  },
  {
    names: /^(RequestCount|ActiveConnectionCount|NewConnectionCount)$/,
    advice: 'See whether clients reach this load balancer at all: DNS, the listener rule, the security groups.',
  },
] as const;
