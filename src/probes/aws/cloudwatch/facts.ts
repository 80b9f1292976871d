import type {Alarm, CloudWatchFacts, Datapoint, MetricQuery} from '../../../model/facts/aws-facts.ts';
import {unlessAbsent} from '../absent.ts';
import type {AccountRegion, ManyOf, Scope} from '../scope.ts';
import {shapeOf} from '../shape.ts';
import {describeAlarms, describeParents, getDashboard, getMetricData, getMuteSchedule, listMuteRules} from './calls.ts';
import {metricKey} from './mapping.ts';

/** The newer error code, and those of older protocols. */
const NO_DASHBOARD = ['ResourceNotFound', 'DashboardNotFoundError', 'ResourceNotFoundException'];

export function cloudWatchFacts({at, to, fact, oneOfMany}: Scope): CloudWatchFacts {
  const cloudwatch = (accountRegion: AccountRegion) => to('cloudwatch', accountRegion);

  const alarms: ManyOf<Alarm | null> = {
    key: 'alarm',
    size: 100,
    fetch: (accountRegion, names, aborted) => describeAlarms(cloudwatch(accountRegion), names, aborted),
    missing: () => null,
  };
  /** All queries of one window fit into one call. */
  const datapointsIn = ({from, to: until}: Pick<MetricQuery, 'from' | 'to'>): ManyOf<readonly Datapoint[]> => ({
    key: `datapoints:${from}/${until}`,
    size: 500,
    fetch: (accountRegion, metrics, aborted) =>
      getMetricData(
        cloudwatch(accountRegion),
        accountRegion.name,
        metrics,
        {from: new Date(from), until: new Date(until)},
        aborted,
      ),
    missing: (metric) => shapeOf('cloudwatch:GetMetricData').refuse(`has no result for ${metric}`),
  });

  return {
    alarm: async (name, alarmName) => oneOfMany(at(name), alarms, alarmName),
    async parentAlarms(name, alarmName) {
      const accountRegion = at(name);
      return fact(accountRegion, `parentAlarms:${alarmName}`, (aborted) =>
        describeParents(cloudwatch(accountRegion), alarmName, aborted),
      );
    },
    async muteRules(name, alarmName) {
      const accountRegion = at(name);
      return fact(accountRegion, `muteRules:${alarmName}`, (aborted) =>
        listMuteRules(cloudwatch(accountRegion), alarmName, aborted),
      );
    },
    async muteSchedule(name, ruleName) {
      const accountRegion = at(name);
      return fact(accountRegion, `muteSchedule:${ruleName}`, (aborted) =>
        getMuteSchedule(cloudwatch(accountRegion), ruleName, aborted),
      );
    },
    async dashboard(name, dashboardName) {
      const accountRegion = at(name);
      return fact(accountRegion, `dashboard:${dashboardName}`, (aborted) =>
        unlessAbsent(
          NO_DASHBOARD,
          () => getDashboard(cloudwatch(accountRegion), dashboardName, aborted),
          () => null,
        ),
      );
    },
    datapoints: async (name, query) => oneOfMany(at(name), datapointsIn(query), metricKey(query)),
  };
}
