import {expect} from 'chai';
import {alarmWatches as check} from '../../../src/checks/cloudwatch/alarm-watches.ts';
import {type AwsWorld, HEALTHY} from '../../../src/lab/aws-world.ts';
import {ON_CALL} from '../../../src/lab/worlds/names.ts';
import type {SnsTopic} from '../../../src/lab/worlds/sns.ts';
import {CannotTell} from '../../../src/model/errors.ts';
import type {
  ActionsSuppressor,
  Alarm,
  AlarmQuery,
  CompositeAlarm,
  Metric,
  MetricAlarm,
  MetricOfAlarm,
  MuteRule,
  MuteSchedule,
  TopicAccess,
} from '../../../src/model/facts/aws-facts.ts';
import {neverPassesUnanswered} from '../../matrix/unanswered.ts';
import {LOAD_BALANCER_DIMENSION, metricAlarm, metricQuery, TARGET_GROUP_DIMENSION} from '../../support/aws-facts.ts';
import {awsWorld} from '../../support/aws-world.ts';
import {thrownBy} from '../../support/thrown-by.ts';

type Params = Parameters<typeof check.run>[0];
const PARAMS: Params = {
  alarm: 'errors',
  alb: 'alb',
  metric: 'HTTPCode_ELB_5XX_Count',
  errors: 10,
  slow: 5000,
  within: 900_000,
  messageSeen: false,
};
const OF_GROUP = {LoadBalancer: LOAD_BALANCER_DIMENSION, TargetGroup: TARGET_GROUP_DIMENSION};

neverPassesUnanswered(check, {
  alarm: 'jessica-sse-healthy-hosts',
  alb: 'alb',
  targetGroup: 'jessica-service-sse',
  metric: 'HealthyHostCount',
});

describe('cloudwatch/alarm-watches', () => {
  it('passes on the metric of the new load balancer, and says when it would fire', async () => {
    const verdict = await look();
    expect(verdict.status).to.equal('pass');
    expect(verdict.summary).to.equal(
      'alarm errors: watches HTTPCode_ELB_5XX_Count of app/central-alb/50dc6c495c0c9188: with 10 errors a minute it would be in ALARM after 1 min, and tells topic on-call (email); its state is OK now',
    );
    expect((await look({state: 'ALARM'})).summary).to.include('its state is ALARM now');
  });

  it('uses the actions it declares', async () => {
    const night = {expression: 'cron(0 2 * * *)', duration: 'PT1H', timezone: 'UTC'};
    const rule = {name: 'night', status: 'SCHEDULED', expiresAt: null};
    const world = awsWorld({
      alarms: [requestsAlarm({name: 'errors'}, OF_GROUP)],
      muteRules: [{rule, schedule: night, alarmNames: ['errors']}],
    });
    const params = {...PARAMS, metric: 'RequestCount', targetGroup: 'jessica-service-sse', requests: 60};
    expect((await check.run(params, world)).status).to.equal('pass');
    expect(world.usedActions()).to.deep.equal(check.iam);
  });

  describe('what it watches', () => {
    it('is not the old load balancer, another metric, or a narrower one', async () => {
      const old = await look(watching({LoadBalancer: 'app/old/1'}));
      expect(old.actual).to.equal('it watches AWS/ApplicationELB HTTPCode_ELB_5XX_Count of app/old/1');
      expect((await look({queries: [metricQuery({}, {name: 'RequestCount'})]})).actual).to.include('it watches');
      expect((await look({queries: [metricQuery({}, {namespace: 'AWS/ELB'})]})).status).to.equal('fail');
      const zone = {LoadBalancer: LOAD_BALANCER_DIMENSION, AvailabilityZone: 'eu-central-1a'};
      expect((await look(watching(zone))).status).to.equal('fail');
      expect((await look(watching(OF_GROUP))).status).to.equal('fail');
      expect((await look({queries: []})).actual).to.equal('it watches no metric');
      expect((await look({queries: [metricQuery({accountId: '999999999999'})]})).actual).to.include('999999999999');
    });

    it('is not a metric that is never reported: without the load balancer, or of a group for the load balancer', async () => {
      const hosts = await look(hostsAlarm({}, {TargetGroup: TARGET_GROUP_DIMENSION}), HOSTS);
      expect(hosts.actual).to.include('under TargetGroup alone it is never reported');
      expect((await look(watching({}))).actual).to.include('under no dimension alone it is never reported');
    });

    it('is not in a unit that nothing is reported in', async () => {
      expect((await look(asking({unit: 'Count'}))).status).to.equal('pass');
      expect((await look(asking({unit: 'Percent'}))).actual).to.equal(
        'it watches HTTPCode_ELB_5XX_Count in Percent only, and it is reported in Count: there is never any data',
      );
    });
  });

  describe('that it fires', () => {
    it('needs a statistic that counts (Average and Maximum of a count are always 1)', async () => {
      const verdict = await look(asking({statistic: 'Average'}));
      expect(verdict.actual).to.equal(
        'it would be OK with 10 errors a minute however long it lasts: its Average over 1 min is 1, not > 5',
      );
      expect((await look(asking({statistic: 'Maximum'}))).status).to.equal('fail');
      expect((await look({...asking({statistic: 'SampleCount'})})).status).to.equal('pass');
    });

    it('needs a threshold within reach, just so', async () => {
      expect((await look({threshold: 9})).status).to.equal('pass');
      expect((await look({threshold: 10})).actual).to.include('is 10, not > 10');
      expect((await look({threshold: 10, comparison: 'GreaterThanOrEqualToThreshold'})).status).to.equal('pass');
      expect((await look({threshold: 10}, {errors: 11})).status).to.equal('pass');
      expect((await look({...asking({periodSeconds: 300}), threshold: 49})).status).to.equal('pass');
      expect((await look({...asking({periodSeconds: 300}), threshold: 50})).status).to.equal('fail');
    });

    it('fails an alarm that is the wrong way round, or that no number of hosts breaches', async () => {
      const turned = {comparison: 'LessThanThreshold', threshold: 1, treatMissingData: 'breaching'};
      expect((await look(turned)).actual).to.equal(
        'it is the wrong way round: in ALARM with no error, not with 10 errors a minute',
      );
      expect((await look(hostsAlarm({threshold: 0}), HOSTS)).actual).to.include('is 0, not < 0');
      expect((await look(hostsAlarm({threshold: 3}), HOSTS)).actual).to.include('in ALARM with 2 healthy targets');
      const unhealthy = {...HOSTS, metric: 'UnHealthyHostCount'};
      const alarm = (members: Partial<MetricAlarm>) =>
        look({queries: [of('UnHealthyHostCount', OF_GROUP, {statistic: 'Maximum'})], ...members}, unhealthy);
      expect((await alarm({threshold: 0})).status).to.equal('pass');
      expect((await alarm({threshold: 1})).status).to.equal('fail');
    });

    it('has a limit of time', async () => {
      const slow = (evaluationPeriods: number, datapointsToAlarm: number | null = null) =>
        look({...asking({periodSeconds: 300}), evaluationPeriods, datapointsToAlarm});
      expect((await slow(3)).summary).to.include('in ALARM after 11 min');
      expect((await slow(4)).actual).to.equal(
        'with 10 errors a minute it would be in ALARM 16 min after its beginning, not within 15 min',
      );
      expect((await slow(4, 3)).status).to.equal('pass');
      const week = await look(hostsAlarm({evaluationPeriods: 7}, OF_GROUP, {periodSeconds: 86_400}), HOSTS);
      expect(week.actual).to.include('in ALARM much later than 15 min');
      expect(week.fix).to.include('now 7 of 7 periods of 1 d');
      expect((await look({}, {within: 60_000})).status).to.equal('pass');
      expect((await look({evaluationPeriods: 2}, {within: 60_000})).status).to.equal('fail');
    });

    it('waits for whole periods of a wall clock, from their beginning where that is worst', async () => {
      const clock = (periodSeconds: number) => look({...asking({periodSeconds}), isWallClock: true, threshold: 29});
      expect((await clock(60)).status).to.equal('fail');
      expect((await clock(300)).summary).to.include('in ALARM after 7 min');
      expect((await clock(3600)).actual).to.include('not within 15 min');
    });

    it('sees answers that are slow, in any statistic of them', async () => {
      for (const statistic of ['Average', 'p99', 'p99.9', 'tm95', 'IQM', 'TM(10%:90%)', 'WM(:95%)', 'Minimum']) {
        expect((await look(...timing({statistic}))).status, statistic).to.equal('pass');
      }
      expect((await look(...timing({statistic: 'p99', threshold: 5}))).status).to.equal('fail');
      expect((await look(...timing({statistic: 'p99', threshold: 5}, {slow: 5001}))).status).to.equal('pass');
      expect((await look(...timing({statistic: 'p99', threshold: 0.05}))).actual).to.include('answers in 0.1 s');
      expect((await look(...timing({statistic: 'PR(2:)', threshold: 50}))).status).to.equal('pass');
    });

    it('needs enough samples where few are ignored', async () => {
      const few = (requests?: number) => look(...timing({statistic: 'p99', fewSamples: 'ignore'}, {requests}));
      expect((await thrownBy(few(), CannotTell)).fix).to.equal('state `requests:`, a minute');
      // Of p99, 1000 in the three minutes that decide.
      expect((await few(334)).status).to.equal('pass');
      expect((await few(333)).status).to.equal('fail');
    });

    it('sees traffic that begins or ceases, as the comparison has it, of the size that is stated', async () => {
      const requests = (alarm: Partial<MetricAlarm>, stated?: number) =>
        look(requestsAlarm(alarm), {metric: 'RequestCount', requests: stated});
      expect((await thrownBy(requests({}), CannotTell)).fix).to.include('requests:');
      expect((await requests({}, 60)).status).to.equal('pass');
      expect((await requests({}, 5)).status).to.equal('fail');
      const ceases = {comparison: 'LessThanThreshold', threshold: 1, treatMissingData: 'breaching'};
      expect((await requests(ceases, 60)).status).to.equal('pass');
      expect((await requests({...ceases, treatMissingData: 'notBreaching'}, 60)).status).to.equal('fail');
    });
  });

  describe('that it is OK otherwise', () => {
    it('needs silence taken for what it means', async () => {
      const missing = await look({treatMissingData: 'missing'});
      expect(missing.actual).to.include('INSUFFICIENT_DATA with no error').and.include('missing data as missing');
      expect(missing.fix).to.equal('Set treat_missing_data of the alarm to notBreaching.');
      expect((await look({treatMissingData: 'breaching'})).actual).to.include('in ALARM with no error');
      expect((await look({treatMissingData: 'ignore'})).actual).to.include('once in ALARM it would stay so');
      for (const treatMissingData of ['missing', 'ignore', 'notBreaching']) {
        const verdict = await look(hostsAlarm({treatMissingData}), HOSTS);
        expect(verdict.actual).to.include('with no target at all, so that nothing is reported');
      }
      expect((await look(hostsAlarm({}), HOSTS)).status).to.equal('pass');
    });

    it('needs the time without requests taken for what it is', async () => {
      expect((await look(...timing({treatMissingData: 'breaching'}))).actual).to.equal(
        'it would be in ALARM with no request, as it treats missing data as breaching',
      );
      expect((await look(...timing({treatMissingData: 'missing'}))).status).to.equal('pass');
    });

    it('fails an alarm without data', async () => {
      expect((await look({state: 'INSUFFICIENT_DATA'})).actual).to.equal('its state is INSUFFICIENT_DATA');
      const warming = await look({state: 'INSUFFICIENT_DATA', warmUpMinutes: 30});
      expect(warming.fix).to.include('warm-up period of 30 min');
    });

    it('fails an alarm that CloudWatch cannot evaluate, and cannot tell while it does not', async () => {
      const wrong = await look({evaluationState: 'EVALUATION_ERROR', stateReason: 'no permission'});
      expect(wrong.actual).to.equal(
        'CloudWatch cannot evaluate it, as it is set up wrongly (EVALUATION_ERROR: no permission)',
      );
      for (const evaluationState of ['EVALUATION_FAILURE', 'PARTIAL_DATA']) {
        expect((await thrownBy(look({evaluationState}), CannotTell)).message).to.include(evaluationState);
      }
    });
  });

  describe('metric math', () => {
    const old: Metric['dimensions'] = {LoadBalancer: 'app/old/1'};
    const formula = (expression: string, ...metrics: MetricOfAlarm[]): {queries: AlarmQuery[]} => ({
      queries: [
        ...metrics.map((one, i) => ({...one, id: `m${i + 1}`, isWatched: false})),
        {type: 'expression', id: 'e1', isWatched: true, expression},
      ],
    });
    const both = [metricQuery(), metricQuery({}, {dimensions: old})];

    it('has to use the new load balancer, not the old one', async () => {
      expect((await look(formula('m2', ...both))).actual).to.equal(
        'it reads HTTPCode_ELB_5XX_Count as m1, and does not use it for its expression m2: it watches AWS/ApplicationELB HTTPCode_ELB_5XX_Count of app/old/1',
      );
      expect((await look(formula('m1', ...both))).status).to.equal('pass');
      expect((await look(formula('SUM(METRICS())', ...both))).status).to.equal('pass');
      expect((await look(formula('m1 > 5 AND m2 > 5', ...both))).status).to.equal('fail');
      expect((await look({...formula('IF(m1 > 5 OR m2 > 5, 1, 0)', ...both), threshold: 0})).status).to.equal('pass');
      expect((await look(formula('m1 * 0 + m2', ...both))).actual).to.include(
        'OK with 10 errors a minute however long it lasts',
      );
      const hidden = formula('m1', metricQuery({}, {dimensions: old}));
      expect((await look(hidden)).actual).to.equal('it watches AWS/ApplicationELB HTTPCode_ELB_5XX_Count of app/old/1');
    });

    it('may go over other expressions, in any order', async () => {
      const queries: AlarmQuery[] = [
        {type: 'expression', id: 'total', isWatched: true, expression: 'FILL(rate, 0) * 2'},
        {type: 'expression', id: 'rate', isWatched: false, expression: 'm1 / PERIOD(m1) * 60'},
        metricQuery({isWatched: false}),
      ];
      expect((await look({queries, treatMissingData: 'missing'})).status).to.equal('pass');
    });

    it('of a rate of errors depends on how many requests there are', async () => {
      const share = formula('100 * m1 / m2', metricQuery(), of('RequestCount'));
      expect((await thrownBy(look(share), CannotTell)).fix).to.include('requests:');
      expect((await look(share, {requests: 100})).status).to.equal('pass');
      expect((await look(share, {requests: 200})).status).to.equal('fail');
      const breaching = {...share, treatMissingData: 'breaching'};
      expect((await look(breaching, {requests: 100})).actual).to.include('in ALARM with no request');
    });

    it('is not known where it depends on how much of a series CloudWatch looks at', async () => {
      const sum = look({...formula('m1 * 0 + RUNNING_SUM(FILL(m1, 1))', metricQuery()), threshold: 2});
      expect((await thrownBy(sum, CannotTell)).message).to.include('how many datapoints CloudWatch looks at');
    });

    it('is not known where it is not computed, or adds up parts', async () => {
      for (const [expression, named] of [
        ["SEARCH('{AWS/ApplicationELB} x', 'Sum')+m1", 'SEARCH'],
        ['INSIGHT_RULE_METRIC("r", "Sum")*m1', 'INSIGHT_RULE_METRIC'],
        ['SELECT SUM(x) FROM m1', 'is not metric math'],
        ['m9 + m1', 'no query m9'],
        ['[m1, m1]', 'is not one series'],
      ] as const) {
        const refused = await thrownBy(look(formula(expression, metricQuery())), CannotTell);
        expect(refused.message, expression).to.include(named);
      }
      const zone = (AvailabilityZone: string) =>
        metricQuery({}, {dimensions: {LoadBalancer: LOAD_BALANCER_DIMENSION, AvailabilityZone}});
      const parts = await thrownBy(look(formula('m1 + m2', zone('a'), zone('b'))), CannotTell);
      expect(parts.message).to.include('it watches parts of HTTPCode_ELB_5XX_Count');
      const cpu = metricQuery({}, {namespace: 'AWS/ECS', name: 'CPUUtilization'});
      expect((await thrownBy(look(formula('m1 + m2', metricQuery(), cpu)), CannotTell)).message).to.include('AWS/ECS');
      const periods = formula('m1 + m2', metricQuery(), metricQuery({periodSeconds: 300}, {dimensions: old}));
      expect((await thrownBy(look(periods), CannotTell)).message).to.include('60 and 300 s');
      const loop: AlarmQuery[] = ['e1', 'e2'].map((id, i, ids) => {
        return {type: 'expression', id, isWatched: i === 0, expression: `m1 + ${ids[1 - i]}`};
      });
      expect(
        (await thrownBy(look({queries: [metricQuery({isWatched: false}), ...loop]}), CannotTell)).message,
      ).to.include('name each other');
    });
  });

  describe('that it tells somebody', () => {
    const AUTO_SCALING =
      'arn:aws:autoscaling:eu-central-1:444444444444:scalingPolicy:1:autoScalingGroupName/a:policyName/b';
    const told = (alarmActions: string[], world: Partial<AwsWorld> = {}) => look({alarmActions}, {}, world);
    const topic = (...subscriptions: NonNullable<SnsTopic['subscriptions']>): Partial<AwsWorld> => ({
      topics: [{arn: ON_CALL, subscriptions, access: OPEN}],
    });
    const by = (protocol: string, hasFilterPolicy = false) => ({
      arn: `${ON_CALL}:${protocol}`,
      protocol,
      hasFilterPolicy,
    });
    const pending = {arn: null, protocol: 'email', hasFilterPolicy: false};

    it('needs enabled actions that are not for machines', async () => {
      expect((await look({actionsEnabled: false})).actual).to.equal('its actions are disabled');
      expect((await told([])).actual).to.equal('it has no alarm actions');
      expect((await told([AUTO_SCALING])).actual).to.equal('its actions tell nobody: an Auto Scaling policy');
      expect((await told(['arn:aws:automate:eu-central-1:ec2:reboot'])).actual).to.include('an EC2 action');
      expect((await told([AUTO_SCALING, ON_CALL])).summary).to.include('and tells topic on-call (email)');
      const strange = told(['arn:aws:aiops:eu-central-1:444444444444:investigation-group:x']);
      expect((await thrownBy(strange, CannotTell)).message).to.include('whom its action arn:aws:aiops');
    });

    for (const [action, said] of [
      ['arn:aws:lambda:eu-central-1:444444444444:function:page', 'Lambda function:page, whose code is not looked at'],
      ['arn:aws:ssm:eu-central-1:444444444444:opsitem:1', 'with an OpsItem (opsitem:1)'],
      ['arn:aws:ssm-incidents::444444444444:response-plan/sse', 'Incident Manager, with response-plan/sse'],
    ] as const) {
      it(`passes with ${said}`, async () => {
        expect((await told([action])).summary).to.include(said);
      });
    }

    it('needs a topic with a confirmed subscription', async () => {
      expect((await told([ON_CALL], {topics: [{arn: ON_CALL, subscriptions: null, access: OPEN}]})).actual).to.equal(
        'its topic on-call does not exist',
      );
      expect((await told([ON_CALL], topic())).actual).to.equal('nobody subscribes to its topic on-call');
      expect((await told([ON_CALL], topic(pending))).actual).to.equal(
        'nobody has confirmed a subscription to its topic on-call',
      );
      expect((await told([ON_CALL], topic(pending, by('https')))).summary).to.include('topic on-call (https)');
    });

    it('needs a topic that CloudWatch may publish to', async () => {
      const closed = (access: Partial<TopicAccess>) => told([ON_CALL], withAccess(access));
      expect((await closed({keyId: 'alias/aws/sns'})).actual).to.equal(
        'its topic on-call is encrypted with alias/aws/sns, a key that CloudWatch may not use',
      );
      expect((await closed({policy: '{"Statement":[]}'})).actual).to.equal(
        'the access policy of its topic on-call does not let CloudWatch publish',
      );
      const own = await thrownBy(closed({keyId: '1234abcd'}), CannotTell);
      expect(own.message).to.include('is encrypted with key 1234abcd, whose policy is not read');
      expect((await thrownBy(closed({policy: ''}), CannotTell)).message).to.include('lets CloudWatch publish is not');
    });

    it('takes what cannot be judged for open where a person has seen a message arrive', async () => {
      const seen = (world: Partial<AwsWorld>, alarmActions = [ON_CALL]) =>
        look({alarmActions}, {messageSeen: true}, world);
      const arrives = 'topic on-call (sqs), of which a message was seen to arrive';
      expect((await seen(topic(by('sqs')))).summary).to.include(arrives);
      expect((await seen(topic(by('email', true)))).status).to.equal('pass');
      expect((await seen(withAccess({keyId: '1234abcd'}))).status).to.equal('pass');
      expect((await seen({}, ['arn:aws:aiops:eu-central-1:444444444444:investigation-group:x'])).status).to.equal(
        'pass',
      );
      expect((await seen(withAccess({keyId: 'alias/aws/sns'}))).status).to.equal('fail');
      expect((await seen(topic(pending))).status).to.equal('fail');
    });

    it('is not known of queues, and of subscriptions with a filter', async () => {
      const queue = await thrownBy(told([ON_CALL], topic(by('sqs'))), CannotTell);
      expect(queue.message).to.include('only sqs subscribes to its topic on-call');
      const filtered = await thrownBy(told([ON_CALL], topic(by('email', true))), CannotTell);
      expect(filtered.message).to.include('has a filter policy');
      expect((await told([ON_CALL], topic(by('email', true), by('sms')))).summary).to.include('topic on-call (sms)');
    });

    describe('while no mute rule mutes it', () => {
      const muted = (members: Partial<MuteRule>, schedule: Partial<MuteSchedule> = {}): Partial<AwsWorld> => ({
        muteRules: [
          {
            rule: {name: 'release', status: 'ACTIVE', expiresAt: null, ...members},
            schedule: {expression: 'at(2026-11-22T11:00)', duration: 'PT4H', timezone: 'UTC', ...schedule},
            alarmNames: ['errors'],
          },
        ],
      });

      it('fails while one does, and says until when', async () => {
        const verdict = await look({}, {}, muted({}));
        expect(verdict.actual).to.equal(
          'mute rule release mutes it now (until 2026-11-22T15:00:00.000Z; at(2026-11-22T11:00) in UTC, for 4 h): its actions tell nobody',
        );
        expect(verdict.fix).to.include('aws cloudwatch get-alarm-mute-rule --alarm-mute-rule-name release');
        const expires = muted({expiresAt: '2026-11-22T13:00:00.000Z'});
        expect((await look({}, {}, expires)).actual).to.include('until 2026-11-22T13:00:00.000Z;');
        const daily = muted({}, {expression: 'cron(0 0 * * *)', duration: 'P1D'});
        expect((await look({}, {}, daily)).actual).to.include('mutes it now (cron(0 0 * * *) in UTC, for 1 d)');
      });

      it('passes with one that is to come, and says when; one that is over is not said', async () => {
        const later = muted({status: 'SCHEDULED'}, {expression: 'cron(0 2 * * *)', timezone: 'Europe/Berlin'});
        expect((await look({}, {}, later)).summary).to.include(
          'tells topic on-call (email); mute rule release will mute it (cron(0 2 * * *) in Europe/Berlin, for 4 h); its state',
        );
        expect((await look({}, {}, muted({status: 'EXPIRED'}))).summary).not.to.include('mute rule');
      });

      it('does not need its schedule', async () => {
        for (const [status, expected] of [
          ['ACTIVE', 'fail'],
          ['SCHEDULED', 'pass'],
        ] as const) {
          const world = awsWorld({alarms: [metricAlarm()], ...muted({status})});
          const muteSchedule = async () => {
            throw new CannotTell('cloudwatch:GetAlarmMuteRule is denied', 'grant it');
          };
          const verdict = await check.run(PARAMS, {...world, aws: {...world.aws, muteSchedule}});
          expect(verdict.status).to.equal(expected);
          expect(verdict.summary).to.include('when is not known: cloudwatch:GetAlarmMuteRule is denied');
        }
      });

      it('passes where a composite alarm above it is not muted', async () => {
        const world = {...muted({}), parentAlarms: {errors: ['page']}};
        const alarms = [metricAlarm(), compositeAlarm('ALARM(errors)')];
        const verdict = await check.run(PARAMS, awsWorld({...world, alarms}));
        expect(verdict.summary).to.include('tells composite alarm page above it, by topic on-call');
      });
    });

    describe('by a composite alarm above it', () => {
      const under = (rule: string, members: Partial<CompositeAlarm> = {}, own: Partial<MetricAlarm> = {}) =>
        underIn([quiet(), quiet({name: 'slow'})], rule, members, own);
      const underIn = (
        beside: readonly Alarm[],
        rule: string,
        members: Partial<CompositeAlarm> = {},
        own: Partial<MetricAlarm> = {},
        params: Partial<Params> = {},
      ) => {
        const alarms = [metricAlarm({alarmActions: [], ...own}), compositeAlarm(rule, members), ...beside];
        return check.run({...PARAMS, ...params}, awsWorld({alarms, parentAlarms: {errors: ['page']}}));
      };
      /** On something else. */
      const quiet = (members: Partial<MetricAlarm> = {}) =>
        metricAlarm({name: 'quiet', queries: [metricQuery({}, {namespace: 'AWS/ECS'})], ...members});
      /** On the same errors, with a longer look. */
      const slower = (members: Partial<MetricAlarm> = {}) =>
        metricAlarm({name: 'slower', evaluationPeriods: 5, ...members});

      it('passes, and names it', async () => {
        expect((await under('ALARM(errors)')).summary).to.include(
          'tells composite alarm page above it, by topic on-call (email)',
        );
        expect((await under('ALARM("errors") OR ALARM(slow)')).status).to.equal('pass');
        expect((await under('ALARM(errors) AND NOT ALARM(slow)')).status).to.equal('pass');
        expect((await under('NOT OK(arn:aws:cloudwatch:eu-central-1:444444444444:alarm:errors)')).status).to.equal(
          'pass',
        );
        expect((await under('AT_LEAST(1, ALARM, (errors, slow))')).status).to.equal('pass');
        expect((await under('ALARM(errors)', {}, {actionsEnabled: false})).status).to.equal('pass');
      });

      it('fails where it would not fire, or tells nobody either', async () => {
        expect((await under('OK(errors)')).actual).to.equal(
          'it has no alarm actions; composite alarm page above it is in ALARM while all is well, by its rule OK(errors)',
        );
        expect((await under('ALARM(errors) OR TRUE')).actual).to.include('is in ALARM while all is well');
        expect((await under('ALARM(errors)', {alarmActions: []})).actual).to.include(
          'composite alarm page above it: it has no alarm actions',
        );
        expect((await under('ALARM(errors)', {actionsEnabled: false})).actual).to.include(
          'composite alarm page above it: its actions are disabled',
        );
        expect((await under('ALARM(quiet) AND FALSE')).actual).to.include('stays OK, by its rule');
      });

      it('goes by what the others do in the same fault', async () => {
        const both = 'ALARM(errors) AND ALARM(slower)';
        expect((await underIn([slower()], both)).status).to.equal('pass');
        const late = await underIn([slower()], both, {}, {}, {within: 240_000});
        expect(late.actual).to.include('page above it is in ALARM 5 min after its beginning, not within 4 min');
        // It never fires, so neither does what waits for it.
        const blind = await underIn([slower({threshold: 1000})], both);
        expect(blind.actual).to.include('composite alarm page above it stays OK, by its rule');
        const nested = [slower(), compositeAlarm('ALARM(slower) OR FALSE', {name: 'group'})];
        expect((await underIn(nested, 'ALARM(errors) AND ALARM(group)')).status).to.equal('pass');
        const sticky = [slower({treatMissingData: 'ignore'})];
        expect((await underIn(sticky, 'ALARM(errors) OR ALARM(slower)')).actual).to.include(
          'page above it stays in ALARM when all is well again',
        );
      });

      it('fails while something suppresses its actions', async () => {
        const by = (alarm: string, members: Partial<ActionsSuppressor> = {}) => ({
          suppressor: {alarm, waitSeconds: 60, extensionSeconds: 120, suppressedBy: null, ...members},
        });
        expect((await under('ALARM(errors)', by('quiet'))).status).to.equal('pass');
        expect((await under('ALARM(errors)', by('errors'))).actual).to.include(
          'suppressed by alarm errors, which is then in ALARM itself',
        );
        const deploying = [quiet({state: 'ALARM'})];
        expect((await underIn(deploying, 'ALARM(errors)', by('quiet'))).actual).to.include(
          'suppressed by alarm quiet, which is in ALARM',
        );
        expect((await under('ALARM(errors)', by('quiet', {suppressedBy: 'ExtensionPeriod'}))).actual).to.include(
          'suppressed for up to 2 min after alarm quiet was in ALARM',
        );
        expect((await under('ALARM(errors)', by('quiet', {suppressedBy: 'WaitPeriod'}))).status).to.equal('pass');
        // Later than it waits: it has acted by then.
        expect((await underIn([slower()], 'ALARM(errors)', by('slower'))).status).to.equal('pass');
        const waits = await underIn([slower()], 'ALARM(errors)', by('slower', {waitSeconds: 300}));
        expect(waits.actual).to.include('suppressed by alarm slower, which is then in ALARM itself');
        const long = await under('ALARM(errors)', by('quiet', {waitSeconds: 900}));
        expect(long.actual).to.include(
          'it waits 15 min for alarm quiet before it acts, and tells somebody 16 min after',
        );
        expect((await under('ALARM(errors)', by('quiet', {waitSeconds: 840}))).status).to.equal('pass');
        const gone = await thrownBy(under('ALARM(errors)', by('gone')), CannotTell);
        expect(gone.message).to.include('suppressed by alarm gone, which does not exist');
      });

      it('is not known where it takes other alarms, or cannot be read', async () => {
        for (const [rule, named] of [
          ['ALARM(errors) AND ALARM(slow)', 'only with others (slow)'],
          ['AT_LEAST(3, ALARM, (errors, slow, quiet))', 'only with others (slow, quiet)'],
          ['ALARM(errors) AND NOT ALARM(gone)', 'asks for gone in its rule, and there is none'],
          ['ALARM(errors) XOR ALARM(slow)', 'is not read'],
        ] as const) {
          expect((await thrownBy(under(rule), CannotTell)).message, rule).to.include(named);
        }
        const ringing = underIn([quiet({state: 'ALARM'})], 'ALARM(errors) AND NOT ALARM(quiet)');
        expect((await thrownBy(ringing, CannotTell)).message).to.include('only with others (quiet out of ALARM)');
      });

      it('passes by one above that', async () => {
        const alarms = [
          metricAlarm({alarmActions: []}),
          compositeAlarm('ALARM(errors)', {name: 'group', alarmActions: []}),
          compositeAlarm('ALARM(group)', {name: 'page'}),
        ];
        const world = awsWorld({alarms, parentAlarms: {errors: ['group'], group: ['page']}});
        expect((await check.run(PARAMS, world)).summary).to.include('tells composite alarm page above it');
      });
    });
  });

  describe('of a composite alarm', () => {
    const page = (rule: string, beside: readonly Alarm[], params: Partial<Params> = {}) =>
      check.run(
        {...PARAMS, alarm: 'page', ...params},
        awsWorld({alarms: [compositeAlarm(rule), metricAlarm(), ...beside]}),
      );
    const other = metricAlarm({name: 'other', queries: [metricQuery({}, {namespace: 'AWS/ECS'})]});
    const hosts = (members: Partial<MetricAlarm> = {}) => metricAlarm({name: 'hosts', ...hostsAlarm(members)});

    it('passes by what its alarms do, and says when', async () => {
      expect((await page('ALARM(errors) OR ALARM(other)', [other])).summary).to.equal(
        'alarm page: watches HTTPCode_ELB_5XX_Count of app/central-alb/50dc6c495c0c9188: with 10 errors a minute it would be in ALARM after 1 min, by its rule ALARM(errors) OR ALARM(other), and tells topic on-call (email); its state is OK now',
      );
      const nested = [compositeAlarm('ALARM(errors)', {name: 'group'})];
      expect((await page('ALARM(group)', nested)).status).to.equal('pass');
      expect((await page('ALARM(hosts)', [hosts()], HOSTS)).status).to.equal('pass');
    });

    it('shows what its alarms are in, and it with them, in the minutes in which one of them changes', async () => {
      const long = metricAlarm({name: 'long', evaluationPeriods: 3});
      const {evidence} = await page('ALARM(errors) AND ALARM(long) AND NOT ALARM(other)', [long, other]);
      const beside = 'other: OK as it is now';
      expect(evidence.find(({what}) => what === 'simulated')?.value).to.deep.equal([
        `no error: OK (errors: OK, long: OK, ${beside})`,
        'then 10 errors a minute:',
        `minute 1: OK (errors: ALARM, long: OK, ${beside})`,
        `minute 3: ALARM (errors: ALARM, long: ALARM, ${beside})`,
      ]);
    });

    it('fails where none of them watches the metric, or none fires', async () => {
      expect((await page('ALARM(other)', [other])).actual).to.equal(
        'no alarm of its rule watches HTTPCode_ELB_5XX_Count (alarm other: it watches AWS/ECS HTTPCode_ELB_5XX_Count of app/central-alb/50dc6c495c0c9188)',
      );
      expect((await page('TRUE', [])).actual).to.equal('its rule asks for no alarm');
      const high = metricAlarm({name: 'high', threshold: 50});
      expect((await page('ALARM(high)', [high])).actual).to.equal(
        'it would be OK with 10 errors a minute however long it lasts, by its rule ALARM(high)',
      );
      expect((await page('OK(errors)', [])).actual).to.include('it would be in ALARM with no error, by its rule');
      const long = metricAlarm({name: 'long', evaluationPeriods: 16});
      expect((await page('ALARM(errors) AND ALARM(long)', [long])).actual).to.include(
        'in ALARM 16 min after its beginning, not within 15 min',
      );
      const sticky = metricAlarm({name: 'sticky', treatMissingData: 'ignore'});
      expect((await page('ALARM(sticky)', [sticky])).actual).to.include('once in ALARM it would stay so');
    });

    it('fails where silence is taken for what it is not', async () => {
      const silent = await page('ALARM(hosts)', [hosts({treatMissingData: 'notBreaching'})], HOSTS);
      expect(silent.actual).to.include('it would be OK with no target at all, so that nothing is reported');
      const [members, params] = timing({treatMissingData: 'breaching'});
      const idle = await page('ALARM(slow)', [metricAlarm({name: 'slow', ...members})], params);
      expect(idle.actual).to.include('it would be in ALARM with no request, by its rule ALARM(slow)');
    });

    it('judges the threshold of those that watch the metric', async () => {
      const verdict = await page('ALARM(errors) OR ALARM(other)', [other], {maxThreshold: 4});
      expect(verdict.actual).to.equal('alarm errors: its threshold is 5, above 4');
    });

    it('is not known where it depends on what is not', async () => {
      for (const [rule, beside, named] of [
        ['ALARM(errors) AND ALARM(other)', [other], 'only with others (other)'],
        ['ALARM(errors) AND NOT ALARM(gone)', [], 'asks for gone, which does not exist'],
        ['ALARM(gone)', [], 'what gone in its rule watches is not read'],
        ['ALARM(errors) XOR ALARM(other)', [other], 'its rule is not read'],
        ['ALARM(page)', [], 'its rule asks for no alarm'],
      ] as const) {
        const found = await page(rule, beside).catch((thrown) => thrown);
        expect(found.message ?? found.actual, rule).to.include(named);
      }
      const odd = metricAlarm({name: 'odd', queries: [metricQuery({statistic: 'Median'})]});
      expect((await thrownBy(page('ALARM(odd)', [odd]), CannotTell)).message).to.include('Median');
    });
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

  it('cannot tell about bands, short periods, odd statistics, other types of alarm, and unknown metrics', async () => {
    expect((await thrownBy(look({threshold: null}), CannotTell)).message).to.include('a band');
    expect((await thrownBy(look(asking({periodSeconds: 10})), CannotTell)).message).to.include('its period is 10 s');
    expect((await thrownBy(look(asking({statistic: 'Median'})), CannotTell)).message).to.include('Median');
    expect((await thrownBy(look({comparison: 'GreaterThanUpperThreshold'}), CannotTell)).message).to.include('Upper');
    const average = look({queries: [of('RejectedConnectionCount', {}, {statistic: 'Average'})]}, REJECTED);
    expect((await thrownBy(average, CannotTell)).message).to.include('how RejectedConnectionCount is sampled');
    expect((await look({queries: [of('RejectedConnectionCount')]}, REJECTED)).status).to.equal('pass');
    const {arn, name, actionsEnabled, alarmActions, state, stateReason} = metricAlarm();
    const logs: Alarm = {arn, name, actionsEnabled, alarmActions, state, stateReason, type: 'log'};
    const ofLogs = check.run(PARAMS, awsWorld({alarms: [logs]}));
    expect((await thrownBy(ofLogs, CannotTell)).message).to.include('is a log alarm');
    expect((await thrownBy(look({}, {metric: 'RequestCounts'}), CannotTell)).message).to.include('Did you mean');
    expect((await thrownBy(look({}, {targetGroup: 'jessica-service-ss'}), CannotTell)).message).to.include(
      'no target group "jessica-service-ss"',
    );
    expect((await thrownBy(look({}, {targetGroup: 'jessica-service-sse'}), CannotTell)).message).to.include(
      'for a load balancer only',
    );
  });
});

const OPEN: TopicAccess = HEALTHY.topics[0]?.access ?? {keyId: null, policy: ''};
const withAccess = (access: Partial<TopicAccess>): Partial<AwsWorld> => ({
  topics: HEALTHY.topics.map((one) => ({...one, access: {...OPEN, ...access}})),
});

const HOSTS = {metric: 'HealthyHostCount', targetGroup: 'jessica-service-sse'};
const REJECTED = {metric: 'RejectedConnectionCount'};

function compositeAlarm(rule: string, members: Partial<CompositeAlarm> = {}): CompositeAlarm {
  const {arn, actionsEnabled, alarmActions, state, stateReason} = metricAlarm();
  const base = {arn, actionsEnabled, alarmActions, state, stateReason};
  return {...base, type: 'composite', name: 'page', rule, suppressor: null, ...members};
}

function of(name: string, dimensions: Metric['dimensions'] = {}, members: Partial<MetricOfAlarm> = {}): MetricOfAlarm {
  return metricQuery(members, {name, dimensions: {LoadBalancer: LOAD_BALANCER_DIMENSION, ...dimensions}});
}

function watching(dimensions: Metric['dimensions']): Partial<MetricAlarm> {
  return {queries: [metricQuery({}, {dimensions})]};
}

function asking(members: Partial<MetricOfAlarm>): Partial<MetricAlarm> {
  return {queries: [metricQuery(members)]};
}

function hostsAlarm(
  members: Partial<MetricAlarm>,
  dimensions: Metric['dimensions'] = OF_GROUP,
  query: Partial<MetricOfAlarm> = {},
): Partial<MetricAlarm> {
  const queries = [metricQuery({statistic: 'Minimum', ...query}, {name: 'HealthyHostCount', dimensions})];
  return {queries, comparison: 'LessThanThreshold', threshold: 1, treatMissingData: 'breaching', ...members};
}

function requestsAlarm(members: Partial<MetricAlarm> = {}, dimensions: Metric['dimensions'] = {}): MetricAlarm {
  return metricAlarm({queries: [of('RequestCount', dimensions)], ...members});
}

/** An alarm on answers that take more than two seconds in three minutes, and what is looked for. */
function timing(
  {statistic = 'p99', ...members}: Partial<MetricAlarm> & {statistic?: string},
  params: Partial<Params> = {},
): [Partial<MetricAlarm>, Partial<Params>] {
  const queries = [of('TargetResponseTime', {}, {statistic})];
  return [
    {queries, threshold: 2, evaluationPeriods: 3, ...members},
    {metric: 'TargetResponseTime', ...params},
  ];
}

function look(members: Partial<MetricAlarm> = {}, params: Partial<Params> = {}, world: Partial<AwsWorld> = {}) {
  return check.run({...PARAMS, ...params}, awsWorld({alarms: [metricAlarm(members)], ...world}));
}
