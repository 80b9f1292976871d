import type {Dashboard, MetricAlarm} from '../../src/model/facts/aws-facts.ts';

/** An alarm on errors of the load balancer of `aws-world.ts`, and a dashboard of it. */

export const LOAD_BALANCER_DIMENSION = 'app/central-alb/50dc6c495c0c9188';
export const TARGET_GROUP_DIMENSION = 'targetgroup/sse/73e2d6bc24d8a067';

export function metricAlarm(members: Partial<MetricAlarm> = {}): MetricAlarm {
  return {
    type: 'metric',
    arn: 'arn:aws:cloudwatch:eu-central-1:444444444444:alarm:errors',
    name: 'errors',
    actionsEnabled: true,
    alarmActions: ['arn:aws:sns:eu-central-1:444444444444:oncall'],
    state: 'OK',
    stateReason: null,
    metrics: [
      {
        namespace: 'AWS/ApplicationELB',
        name: 'HTTPCode_ELB_5XX_Count',
        dimensions: {LoadBalancer: LOAD_BALANCER_DIMENSION},
      },
    ],
    statistic: 'Sum',
    periodSeconds: 60,
    evaluationPeriods: 1,
    datapointsToAlarm: null,
    threshold: 5,
    comparison: 'GreaterThanThreshold',
    treatMissingData: 'notBreaching',
    ...members,
  };
}

/** One metric widget with these rows. */
export function dashboardOf(...rows: unknown[]): Dashboard {
  const properties = {region: 'eu-central-1', metrics: rows};
  return {name: 'central', body: JSON.stringify({widgets: [{type: 'metric', properties}]})};
}
