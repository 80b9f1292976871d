import {expect} from 'chai';
import {metricWithin as check} from '../../../src/checks/cloudwatch/metric-within.ts';
import {CannotTell} from '../../../src/model/errors.ts';
import type {MetricQuery} from '../../../src/model/facts/aws-facts.ts';
import {neverPassesUnanswered} from '../../matrix/unanswered.ts';
import {LOAD_BALANCER_DIMENSION, TARGET_GROUP_DIMENSION} from '../../support/aws-facts.ts';
import {awsWorld} from '../../support/aws-world.ts';
import {thrownBy} from '../../support/thrown-by.ts';

type Params = Parameters<typeof check.run>[0];
const MINUTE = 60_000;
const PARAMS: Params = {
  alb: 'alb',
  metric: 'HTTPCode_ELB_5XX_Count',
  statistic: 'Sum',
  over: 15 * MINUTE,
  period: MINUTE,
  atMost: 3,
};
const HOSTS = {
  metric: 'HealthyHostCount',
  statistic: 'Minimum',
  targetGroup: 'jessica-service-sse',
  atMost: undefined,
  atLeast: 2,
};

neverPassesUnanswered(check, {
  alb: 'alb',
  metric: 'HTTPCode_ELB_5XX_Count',
  statistic: 'Sum',
  over: '15m',
  atMost: 0,
});

describe('cloudwatch/metric-within', () => {
  it('asks for whole periods that ended five minutes ago, and for those since', async () => {
    const query = {
      namespace: 'AWS/ApplicationELB',
      name: 'HTTPCode_ELB_5XX_Count',
      dimensions: {LoadBalancer: LOAD_BALANCER_DIMENSION},
      statistic: 'Sum',
      from: '2026-11-22T11:45:00.000Z',
      to: '2026-11-22T12:05:00.000Z',
      periodSeconds: 300,
    };
    // No other query has an answer in this world.
    const world = awsWorld({metrics: [{query, datapoints: []}]}, new Date('2026-11-22T12:07:30Z'));
    expect((await check.run({...PARAMS, period: 5 * MINUTE}, world)).status).to.equal('pass');
  });

  it('uses the actions it declares, and asks for a target group on its load balancer', async () => {
    const dimensions = {LoadBalancer: LOAD_BALANCER_DIMENSION, TargetGroup: TARGET_GROUP_DIMENSION};
    const world = worldWith({...HOSTS, dimensions}, minutes(-5, 15, 2));
    expect((await check.run({...PARAMS, ...HOSTS}, world)).status).to.equal('pass');
    expect(world.usedActions()).to.deep.equal(check.iam);
  });

  it('passes at the bound in every period, and fails beyond it in one', async () => {
    expect((await look(minutes(-5, 15, 3))).actual).to.equal('3 to 3 within 15 min');
    const verdict = await look([...minutes(0, 9, 3), ...minutes(9, 10, 3.5)]);
    expect(verdict).to.deep.include({status: 'fail', expected: 'at most 3', actual: '3.5 at 2026-11-22T11:54:00.000Z'});
    expect((await look(minutes(0, 2, 4))).actual).to.equal('4 at 2026-11-22T11:45:00.000Z and 1 more');
    expect((await look(minutes(-5, 15, 2), {atLeast: 2, atMost: undefined})).status).to.equal('pass');
    expect((await look(minutes(-5, 15, 2), {atLeast: 2.1, atMost: undefined})).status).to.equal('fail');
  });

  it('takes no errors reported for none', async () => {
    const verdict = await look([], {atMost: 0});
    expect(verdict.status).to.equal('pass');
    expect(verdict.summary).to.include('nothing was reported: none happened');
  });

  it('sees errors while all targets are dead where the load balancer counts them, and says so where it does not', async () => {
    const dead = (metric: string, datapoints: Points) => {
      const query = {metric, statistic: 'Sum', dimensions: {LoadBalancer: LOAD_BALANCER_DIMENSION}};
      return check.run({...PARAMS, metric}, worldWith(query, datapoints));
    };
    const ofTargets = await dead('HTTPCode_Target_5XX_Count', []);
    expect(ofTargets.status).to.equal('pass');
    expect(ofTargets.summary).to.include('with no healthy target for one, counts as HTTPCode_ELB_5XX_Count');
    const ofLoadBalancer = await dead('HTTPCode_ELB_5XX_Count', minutes(0, 15, 40));
    expect(ofLoadBalancer.status).to.equal('fail');
    expect(ofLoadBalancer.fix).to.include('502 and 503 lead to the targets and their health');
  });

  it('takes what is not published yet for nothing at all, and judges what is', async () => {
    const some = {metric: 'NewConnectionCount', atLeast: 1, atMost: undefined};
    expect((await look(minutes(-5, 10, 5), some)).status).to.equal('pass');
    expect((await look(minutes(-5, 9, 5), some)).actual).to.equal('0 at 2026-11-22T11:54:00.000Z');
    expect((await look(minutes(-4, 10, 5), some)).actual).to.equal('0 at 2026-11-22T11:40:00.000Z');
    expect((await look(minutes(14, 15, 4))).actual).to.equal('4 at 2026-11-22T11:59:00.000Z');
  });

  it('cannot tell about no requests, but about some', async () => {
    const time = {metric: 'TargetResponseTime', statistic: 'p99'};
    expect((await thrownBy(look([], time), CannotTell)).message).to.include('there were no requests');
    expect((await look(minutes(3, 4, 1), time)).status).to.equal('pass');
    expect((await look(minutes(3, 4, 9), time)).status).to.equal('fail');
  });

  it('cannot tell that there were so many requests where for a time there were none', async () => {
    const busy = {metric: 'RequestCount', atLeast: 1, atMost: undefined};
    expect((await look(minutes(-5, 10, 1), busy)).status).to.equal('pass');
    expect((await thrownBy(look(minutes(-5, 9, 1), busy), CannotTell)).message).to.include('11:54:00');
    expect((await look(minutes(-5, 9, 0.5), busy)).status).to.equal('fail');
  });

  it('cannot tell while nobody counts hosts, but for the last minutes, which come late', async () => {
    expect((await thrownBy(look([], HOSTS), CannotTell)).message).to.include('nothing counts its hosts');
    expect((await look(minutes(-5, 10, 2), HOSTS)).status).to.equal('pass');
    expect((await thrownBy(look(minutes(-5, 9, 2), HOSTS), CannotTell)).message).to.include(
      'no data for 2026-11-22T11:54',
    );
    expect((await thrownBy(look(minutes(-4, 15, 2), HOSTS), CannotTell)).message).to.include('11:40:00');
    expect((await look(minutes(-4, 15, 1), HOSTS)).status).to.equal('fail');
  });

  it('cannot tell what it does not know', async () => {
    await thrownBy(look([], {metric: 'Requests'}), CannotTell);
    await thrownBy(look([], {statistic: 'Average'}), CannotTell);
    await thrownBy(look([], {targetGroup: 'jessica-service-ss'}), CannotTell);
  });

  it('refuses windows that are not whole periods, or longer than data is kept', () => {
    const base = {alb: 'alb', metric: 'RequestCount', statistic: 'Sum', atMost: 1};
    const valid = (more: object) => check.params.safeParse({...base, ...more}).success;
    expect(check.params.parse({...base, over: '15m'})).to.include({over: 900_000, period: 60_000});
    expect([
      valid({over: '1h', period: '1h'}),
      valid({over: '21594m'}),
      valid({over: '30d', period: '5m'}),
    ]).to.deep.equal([true, true, true]);
    for (const more of [
      {over: '1m', period: '5m'},
      {over: '7m', period: '5m'},
      {over: '15m', period: '30s'},
      {over: '15m', period: '0s'},
      {over: '15d'},
      {over: '21595m'},
      {over: '15m', atMost: undefined},
    ]) {
      expect(valid(more), JSON.stringify(more)).to.equal(false);
    }
  });
});

/** A value for each of these minutes, counted from a quarter to noon: the last five before noon are 10 to 14. */
function minutes(from: number, until: number, value: number) {
  const start = Date.parse('2026-11-22T11:45:00Z');
  return Array.from({length: until - from}, (_, i) => ({
    at: new Date(start + (from + i) * MINUTE).toISOString(),
    value,
  }));
}

type Points = readonly {at: string; value: number}[];

function look(datapoints: Points, params: Partial<Params> = {}) {
  const {metric, statistic, targetGroup} = {...PARAMS, ...params};
  const dimensions = {
    LoadBalancer: LOAD_BALANCER_DIMENSION,
    ...(targetGroup === undefined ? {} : {TargetGroup: TARGET_GROUP_DIMENSION}),
  };
  return check.run({...PARAMS, ...params}, worldWith({metric, statistic, dimensions}, datapoints));
}

/** A quarter of an hour before noon, and the five minutes before that. */
function worldWith(
  {metric, statistic, dimensions}: {metric: string; statistic: string; dimensions: MetricQuery['dimensions']},
  datapoints: Points,
) {
  const window = {from: '2026-11-22T11:40:00.000Z', to: '2026-11-22T12:00:00.000Z', periodSeconds: 60};
  const query = {namespace: 'AWS/ApplicationELB', name: metric, dimensions, statistic, ...window};
  return awsWorld({metrics: [{query, datapoints}]});
}
