import {expect} from 'chai';
import {dashboardShows as check} from '../../../src/checks/cloudwatch/dashboard-shows.ts';
import {CannotTell} from '../../../src/model/errors.ts';
import type {Dashboard} from '../../../src/model/facts/aws-facts.ts';
import {neverPassesUnanswered} from '../../matrix/unanswered.ts';
import {dashboardOf, LOAD_BALANCER_DIMENSION, TARGET_GROUP_DIMENSION} from '../../support/aws-facts.ts';
import {awsWorld} from '../../support/aws-world.ts';
import {thrownBy} from '../../support/thrown-by.ts';

type Params = Parameters<typeof check.run>[0];
const NS = 'AWS/ApplicationELB';
const ERRORS = [NS, 'HTTPCode_ELB_5XX_Count', 'LoadBalancer', LOAD_BALANCER_DIMENSION];

neverPassesUnanswered(check, {
  dashboard: 'jessica-streams',
  alb: 'alb',
  targetGroup: 'jessica-service-sse',
  metrics: ['HealthyHostCount'],
});

describe('cloudwatch/dashboard-shows', () => {
  it('passes on rows that are written out and rows that repeat', async () => {
    const verdict = await look([ERRORS, ['.', 'RequestCount', '.', '.', {stat: 'Sum'}]], {
      metrics: ['HTTPCode_ELB_5XX_Count', 'RequestCount'],
    });
    expect(verdict.status).to.equal('pass');
    expect(verdict.summary).to.equal(
      'dashboard jessica-streams: it shows HTTPCode_ELB_5XX_Count, RequestCount of central-alb',
    );
  });

  it('uses the actions it declares', async () => {
    const row = [
      NS,
      'HealthyHostCount',
      'TargetGroup',
      TARGET_GROUP_DIMENSION,
      'LoadBalancer',
      LOAD_BALANCER_DIMENSION,
    ];
    const world = awsWorld({dashboard: dashboardOf(row)});
    const params = {
      dashboard: 'jessica-streams',
      alb: 'alb',
      targetGroup: 'jessica-service-sse',
      metrics: ['HealthyHostCount'],
    };
    expect((await check.run(params, world)).status).to.equal('pass');
    expect(world.usedActions()).to.deep.equal(check.iam);
  });

  it('fails on the old load balancer, naming it', async () => {
    const verdict = await look([[NS, 'HTTPCode_ELB_5XX_Count', 'LoadBalancer', 'app/old/1']]);
    expect(verdict.actual).to.equal(
      'HTTPCode_ELB_5XX_Count of central-alb missing; it shows HTTPCode_ELB_5XX_Count of app/old/1 in eu-central-1',
    );
  });

  it('fails on one metric that is missing', async () => {
    const verdict = await look([ERRORS], {metrics: ['HTTPCode_ELB_5XX_Count', 'RequestCount']});
    expect(verdict.actual).to.equal('RequestCount of central-alb missing');
    expect((await look([ERRORS], {targetGroup: 'jessica-service-sse', metrics: ['RequestCount']})).status).to.equal(
      'fail',
    );
  });

  it('looks for what only the load balancer has under the load balancer, also beside metrics of a group', async () => {
    const hosts = [NS, 'HealthyHostCount', ...ERRORS.slice(2), 'TargetGroup', TARGET_GROUP_DIMENSION];
    const both = {targetGroup: 'jessica-service-sse', metrics: ['HTTPCode_ELB_5XX_Count', 'HealthyHostCount']};
    expect((await look([ERRORS, hosts], both)).status).to.equal('pass');
    expect((await look([ERRORS], both)).actual).to.include(
      'HealthyHostCount of jessica-service-sse on central-alb missing',
    );
  });

  it('fails on another region, account, zone or namespace', async () => {
    for (const options of [{region: 'eu-west-1'}, {accountId: '555555555555'}]) {
      expect((await look([[...ERRORS, options]])).status).to.equal('fail');
    }
    expect((await look([[...ERRORS, {region: 'eu-central-1', accountId: '444444444444'}]])).status).to.equal('pass');
    expect((await look([[...ERRORS, 'AvailabilityZone', 'eu-central-1a']])).status).to.equal('fail');
    expect((await look([['AWS/ELB', ...ERRORS.slice(1)]])).status).to.equal('fail');
  });

  it('fails when there is no such dashboard', async () => {
    const verdict = await check.run({dashboard: 'other', alb: 'alb', metrics: ['RequestCount']}, awsWorld());
    expect(verdict.summary).to.equal('dashboard other: there is none of this name');
  });

  it('looks into searches: those that name it all show it, those elsewhere show nothing', async () => {
    const search = (text: string) => [{expression: `SEARCH('${text}', 'Sum', 60)`}];
    const all = `{AWS/ApplicationELB,LoadBalancer} MetricName="HTTPCode_ELB_5XX_Count" "${LOAD_BALANCER_DIMENSION}"`;
    expect((await look([search(all)])).status).to.equal('pass');
    expect((await look([search('{AWS/ECS,ServiceName} CPUUtilization')])).status).to.equal('fail');
    for (const open of [`${all} OR x`, '{AWS/ApplicationELB,LoadBalancer} HTTPCode', 'HTTPCode']) {
      await thrownBy(look([search(open)]), CannotTell);
    }
    expect((await look([ERRORS, search('HTTPCode')])).status).to.equal('pass');
    const longer = search(all.replace('HTTPCode_ELB_5XX_Count', 'RequestCountPerTarget'));
    await thrownBy(look([longer], {metrics: ['RequestCount']}), CannotTell);
  });

  it('passes on a hidden metric that a visible expression draws', async () => {
    const hidden = [...ERRORS, {id: 'm1', visible: false}];
    for (const expression of ['FILL(m1, 0)', 'FILL(m1,REPEAT)', 'm1 * 60', 'SUM(METRICS())', 'RATE(METRICS("m"))']) {
      expect((await look([hidden, [{expression, id: 'e1'}]])).status, expression).to.equal('pass');
    }
    const between = [{expression: 'FILL(m1, 0)', id: 'e1', visible: false}];
    expect((await look([hidden, between, [{expression: 'e1 + 0', id: 'e2'}]])).status).to.equal('pass');
  });

  it('fails on a hidden metric that no visible expression is made of', async () => {
    const hidden = [...ERRORS, {id: 'm1', visible: false}];
    const other = [NS, 'RequestCount', ...ERRORS.slice(2), {id: 'm10'}];
    const unseen = [{expression: 'FILL(m1, 0)', id: 'e1', visible: false}];
    expect((await look([hidden, other, unseen])).status).to.equal('fail');
    for (const expression of ['FILL(m10, 0)', 'METRICS("m10")', 'm9', 'METRIC_COUNT([m10])', 'e1 * 2']) {
      expect((await look([hidden, other, [{expression, id: 'e1'}]])).status, expression).to.equal('fail');
    }
    const search = [{expression: 'SEARCH("HTTPCode", "Sum")', id: 'e1', visible: false}];
    expect((await look([hidden, search])).status).to.equal('fail');
    const hiddenOld = [NS, 'HTTPCode_ELB_5XX_Count', 'LoadBalancer', 'app/old/1', {id: 'm1', visible: false}];
    expect((await look([hiddenOld, [{expression: 'FILL(m1, 0)'}]])).status).to.equal('fail');
  });

  it('cannot tell where only a condition, a band or something unknown is drawn, unless it is shown otherwise', async () => {
    const hidden = [...ERRORS, {id: 'm1', visible: false}];
    for (const expression of [
      'IF(m1 > 10, 1)',
      'm1 > 10',
      'ANOMALY_DETECTION_BAND(m1)',
      'FILL(5, m1)',
      'DATAPOINT_COUNT(METRICS())',
      'NEW_FUNCTION(m1)',
      'm1 +',
    ]) {
      await thrownBy(look([hidden, [{expression}]]), CannotTell);
      expect((await look([hidden, ERRORS, [{expression}]])).status, expression).to.equal('pass');
    }
    const other = ['AWS/ECS', 'CPUUtilization', 'ServiceName', 's', {id: 'm1', visible: false}];
    expect((await look([other, [{expression: 'IF(m1 > 10, 1)'}]])).status).to.equal('fail');
  });

  it('cannot tell without JSON, without the group of a metric of hosts, or without the group', async () => {
    const broken: Dashboard = {name: 'jessica-streams', body: '{'};
    const params = {dashboard: 'jessica-streams', alb: 'alb', metrics: ['RequestCount']};
    const bad = check.run(params, awsWorld({dashboard: broken}));
    expect((await thrownBy(bad, CannotTell)).message).to.include('not the JSON of widgets');
    const hosts = look([ERRORS], {metrics: ['HealthyHostCount']});
    expect((await thrownBy(hosts, CannotTell)).message).to.include('for a target group only');
    expect((await thrownBy(look([ERRORS], {targetGroup: 'jessica-service-ss'}), CannotTell)).message).to.include(
      '"jessica-service-ss"',
    );
  });
});

function look(rows: readonly unknown[], params: Partial<Params> = {}) {
  const world = awsWorld({dashboard: dashboardOf(...rows)});
  return check.run({dashboard: 'jessica-streams', alb: 'alb', metrics: ['HTTPCode_ELB_5XX_Count'], ...params}, world);
}
