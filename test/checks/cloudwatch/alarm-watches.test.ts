import {expect} from 'chai';
import {alarmWatches as check} from '../../../src/checks/cloudwatch/alarm-watches.ts';
import {CannotTell} from '../../../src/model/errors.ts';
import type {Alarm, Metric, MetricAlarm} from '../../../src/model/facts/aws-facts.ts';
import {neverPassesUnanswered} from '../../matrix/unanswered.ts';
import {LOAD_BALANCER_DIMENSION, metricAlarm, TARGET_GROUP_DIMENSION} from '../../support/aws-facts.ts';
import {awsWorld} from '../../support/aws-world.ts';
import {thrownBy} from '../../support/thrown-by.ts';

type Params = Parameters<typeof check.run>[0];
const PARAMS: Params = {alarm: 'errors', alb: 'alb', metric: 'HTTPCode_ELB_5XX_Count'};

neverPassesUnanswered(check, {
  alarm: 'jessica-sse-healthy-hosts',
  alb: 'alb',
  targetGroup: 'jessica-service-sse',
  metric: 'HealthyHostCount',
});

describe('cloudwatch/alarm-watches', () => {
  it('passes on the metric of the new load balancer', async () => {
    const verdict = await look();
    expect(verdict.status).to.equal('pass');
    expect(verdict.summary).to.equal(
      'alarm errors: watches HTTPCode_ELB_5XX_Count of app/central-alb/50dc6c495c0c9188, state OK',
    );
    expect((await look({state: 'ALARM'})).status).to.equal('pass');
  });

  it('uses the actions it declares', async () => {
    const requests = {...on({TargetGroup: TARGET_GROUP_DIMENSION}), name: 'RequestCount'};
    const world = awsWorld({alarms: [metricAlarm({metrics: [requests]})]});
    const verdict = await check.run({...PARAMS, metric: 'RequestCount', targetGroup: 'jessica-service-sse'}, world);
    expect(verdict.status).to.equal('pass');
    expect(world.usedActions()).to.deep.equal(check.iam);
  });

  it('fails on the old load balancer, another metric, or a narrower one', async () => {
    const old = await look({metrics: [on({LoadBalancer: 'app/old/1'})]});
    expect(old.actual).to.equal('it watches AWS/ApplicationELB HTTPCode_ELB_5XX_Count of app/old/1');
    expect((await look({metrics: [{...on({}), name: 'RequestCount'}]})).actual).to.include('it watches');
    expect((await look({metrics: [{...on({}), namespace: 'AWS/ELB'}]})).status).to.equal('fail');
    expect((await look({metrics: [on({AvailabilityZone: 'eu-central-1a'})]})).status).to.equal('fail');
    expect((await look({metrics: [on({TargetGroup: TARGET_GROUP_DIMENSION})]})).status).to.equal('fail');
    const ofAll = {...on({}), name: 'RequestCount'};
    expect(
      (await look({metrics: [ofAll]}, {metric: 'RequestCount', targetGroup: 'jessica-service-sse'})).status,
    ).to.equal('fail');
    expect((await look({metrics: []})).actual).to.equal('it watches no metric');
  });

  it('fails when nobody is notified', async () => {
    expect((await look({actionsEnabled: false})).actual).to.equal('its actions are disabled');
    expect((await look({alarmActions: []})).actual).to.equal('it has no alarm actions');
    expect((await look({state: 'INSUFFICIENT_DATA'})).actual).to.equal('its state is INSUFFICIENT_DATA');
  });

  it('fails on missing data taken for the wrong thing', async () => {
    for (const treatMissingData of ['missing', 'breaching', 'ignore']) {
      expect((await look({treatMissingData})).actual).to.include(
        `missing data as ${treatMissingData}, not notBreaching`,
      );
    }
    const hosts = {
      metrics: [{...on({TargetGroup: TARGET_GROUP_DIMENSION}), name: 'HealthyHostCount'}],
      comparison: 'LessThanThreshold',
    };
    const params = {metric: 'HealthyHostCount', targetGroup: 'jessica-service-sse'};
    expect((await look(hosts, params)).actual).to.include('not breaching, and missing hosts are as bad as none');
    expect((await look({...hosts, treatMissingData: 'breaching'}, params)).status).to.equal('pass');
  });

  it('fails on another statistic, and just beyond a threshold', async () => {
    expect((await look({}, {statistic: 'Sum', maxThreshold: 5, minThreshold: 5})).status).to.equal('pass');
    expect((await look({}, {statistic: 'Average'})).actual).to.equal('its statistic is Sum, not Average');
    expect((await look({}, {maxThreshold: 4.9})).actual).to.equal('its threshold is 5, above 4.9');
    expect((await look({}, {minThreshold: 5.1})).actual).to.equal('its threshold is 5, below 5.1');
  });

  it('fails when there is no such alarm', async () => {
    expect((await check.run(PARAMS, awsWorld())).summary).to.equal('alarm errors: there is none of this name');
  });

  it('takes one metric of a formula, and cannot tell what the formula does', async () => {
    const formula = {statistic: null, metrics: [on({}), {...on({}), name: 'RequestCount'}]};
    expect((await look(formula)).status).to.equal('pass');
    await thrownBy(look({...formula, treatMissingData: 'missing'}), CannotTell);
    expect((await thrownBy(look(formula, {statistic: 'Sum'}), CannotTell)).message).to.include('watches a formula');
    expect((await look({...formula, alarmActions: []}, {statistic: 'Sum'})).status).to.equal('fail');
  });

  it('cannot tell about bands, other types of alarm, and unknown metrics', async () => {
    expect((await thrownBy(look({threshold: null}, {maxThreshold: 5}), CannotTell)).message).to.include('a band');
    expect((await look({threshold: null})).status).to.equal('pass');
    const {type: _type, ...base} = metricAlarm();
    const composite: Alarm = {...base, type: 'composite', rule: 'ALARM(x)'};
    const grouped = check.run(PARAMS, awsWorld({alarms: [composite]}));
    expect((await thrownBy(grouped, CannotTell)).message).to.include('is a composite alarm');
    expect((await thrownBy(look({}, {metric: 'RequestCounts'}), CannotTell)).message).to.include('Did you mean');
    expect((await thrownBy(look({}, {targetGroup: 'jessica-service-ss'}), CannotTell)).message).to.include(
      'no target group "jessica-service-ss"',
    );
    expect((await thrownBy(look({}, {targetGroup: 'jessica-service-sse'}), CannotTell)).message).to.include(
      'for a load balancer only',
    );
  });
});

function on(dimensions: Record<string, string>): Metric {
  return {
    namespace: 'AWS/ApplicationELB',
    name: 'HTTPCode_ELB_5XX_Count',
    dimensions: {LoadBalancer: LOAD_BALANCER_DIMENSION, ...dimensions},
  };
}

function look(members: Partial<MetricAlarm> = {}, params: Partial<Params> = {}) {
  return check.run({...PARAMS, ...params}, awsWorld({alarms: [metricAlarm(members)]}));
}
