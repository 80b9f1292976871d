import {
  DescribeAlarmsCommand,
  GetAlarmMuteRuleCommand,
  GetDashboardCommand,
  GetMetricDataCommand,
  ListAlarmMuteRulesCommand,
  type MetricDataResult,
} from '@aws-sdk/client-cloudwatch';
import {expect} from 'chai';
import {AwsRefusal} from '../../../../src/model/errors.ts';
import {mockedSdk, probe, refusedWith} from '../../../support/aws-answers.ts';
import {thrownBy} from '../../../support/thrown-by.ts';
import {QUERY, sdkAlarm, sdkComposite, sdkResults} from './sdk-answers.ts';

const METRIC = {
  Namespace: 'AWS/ApplicationELB',
  MetricName: 'HTTPCode_ELB_5XX_Count',
  Dimensions: [{Name: 'LoadBalancer', Value: 'app/central-alb/1'}],
};

const minute = (number: number) => new Date(Date.parse(QUERY.from) + number * 60_000);

describe('CloudWatch facts', () => {
  const sdk = mockedSdk();

  beforeEach(() => sdk.reset());

  after(() => sdk.restore());

  describe('of alarms', () => {
    it('have what a metric alarm watches and does', async () => {
      sdk.cloudwatch.on(DescribeAlarmsCommand).resolves({
        MetricAlarms: [
          sdkAlarm('errors', {
            ...METRIC,
            ActionsEnabled: false,
            AlarmActions: ['arn:sns'],
            StateValue: 'INSUFFICIENT_DATA',
            StateReason: 'no data',
            Statistic: 'Sum',
            Period: 60,
            EvaluationPeriods: 5,
            DatapointsToAlarm: 3,
            Threshold: 10,
            ComparisonOperator: 'GreaterThanThreshold',
            TreatMissingData: 'notBreaching',
          }),
        ],
      });
      expect(await probe().facts.alarm('alb', 'errors')).to.deep.equal({
        type: 'metric',
        arn: 'arn:aws:cloudwatch:eu-central-1:444444444444:alarm:errors',
        name: 'errors',
        actionsEnabled: false,
        alarmActions: ['arn:sns'],
        state: 'INSUFFICIENT_DATA',
        stateReason: 'no data',
        queries: [
          {
            type: 'metric',
            id: 'm1',
            isWatched: true,
            metric: {
              namespace: 'AWS/ApplicationELB',
              name: 'HTTPCode_ELB_5XX_Count',
              dimensions: {LoadBalancer: 'app/central-alb/1'},
            },
            statistic: 'Sum',
            periodSeconds: 60,
            unit: null,
            accountId: null,
          },
        ],
        evaluationPeriods: 5,
        datapointsToAlarm: 3,
        threshold: 10,
        comparison: 'GreaterThanThreshold',
        treatMissingData: 'notBreaching',
        fewSamples: 'evaluate',
        evaluationState: null,
        warmUpMinutes: null,
        isWallClock: false,
      });
    });

    it('have the metrics and expressions of metric math, and say which one is watched', async () => {
      const stat = (MetricName: string) => ({Metric: {...METRIC, MetricName}, Period: 300, Stat: 'p99'});
      const {MetricName: _name, Namespace: _namespace, Statistic: _stat, Period: _period, ...rest} = sdkAlarm('math');
      sdk.cloudwatch.on(DescribeAlarmsCommand).resolves({
        MetricAlarms: [
          {
            ...rest,
            EvaluateLowSampleCountPercentile: 'ignore',
            EvaluationWindow: {WallClockWindow: {}},
            EvaluationState: 'EVALUATION_ERROR',
            WarmUpConfiguration: {WarmUpPeriodDurationInMinutes: 30},
            Metrics: [
              {Id: 'm1', MetricStat: {...stat('one'), Unit: 'Count'}, ReturnData: false, AccountId: '555555555555'},
              {Id: 'm2', MetricStat: stat('two'), ReturnData: false},
              {Id: 'e1', Expression: 'm1 / m2'},
            ],
          },
        ],
      });
      const math = await probe().facts.alarm('alb', 'math');
      if (math?.type !== 'metric') expect.fail('not a metric alarm');
      const query = {type: 'metric', isWatched: false, statistic: 'p99', periodSeconds: 300};
      const metric = {namespace: 'AWS/ApplicationELB', dimensions: {LoadBalancer: 'app/central-alb/1'}};
      expect(math.queries).to.deep.equal([
        {...query, id: 'm1', metric: {...metric, name: 'one'}, unit: 'Count', accountId: '555555555555'},
        {...query, id: 'm2', metric: {...metric, name: 'two'}, unit: null, accountId: null},
        {type: 'expression', id: 'e1', isWatched: true, expression: 'm1 / m2'},
      ]);
      expect(math).to.deep.include({treatMissingData: 'missing', fewSamples: 'ignore', isWallClock: true});
      expect(math).to.deep.include({evaluationState: 'EVALUATION_ERROR', warmUpMinutes: 30});
    });

    it('on a PromQL query are of a type of their own, and leave those beside them', async () => {
      const {MetricName: _name, EvaluationPeriods: _periods, ...rest} = sdkAlarm('query');
      const PromQLCriteria = {Query: 'up == 0'};
      sdk.cloudwatch
        .on(DescribeAlarmsCommand)
        .resolves({MetricAlarms: [{...rest, EvaluationCriteria: {PromQLCriteria}}, sdkAlarm('errors')]});
      const {facts} = probe();
      const [query, errors] = await Promise.all([facts.alarm('alb', 'query'), facts.alarm('alb', 'errors')]);
      expect([query?.type, errors?.type]).to.deep.equal(['PromQL', 'metric']);
    });

    it('are of every type, and null where there is none of the name', async () => {
      const {MetricName: _, ...log} = sdkAlarm('log');
      sdk.cloudwatch.on(DescribeAlarmsCommand).resolves({
        MetricAlarms: [],
        CompositeAlarms: [sdkComposite('both', 'ALARM(errors) AND ALARM(slow)')],
        LogAlarms: [log],
      });
      const {facts} = probe();
      const names = ['both', 'log', 'none'];
      const [composite, ofLogs, none] = await Promise.all(names.map((name) => facts.alarm('alb', name)));
      expect(composite).to.deep.include({type: 'composite', rule: 'ALARM(errors) AND ALARM(slow)', suppressor: null});
      expect(ofLogs).to.deep.include({type: 'log', name: 'log'});
      expect(none).to.equal(null);
      const [call] = sdk.cloudwatch.commandCalls(DescribeAlarmsCommand);
      expect(call?.args[0].input.AlarmTypes).to.have.members(['MetricAlarm', 'CompositeAlarm', 'LogAlarm']);
    });

    it('have what suppresses the actions of a composite one', async () => {
      sdk.cloudwatch.on(DescribeAlarmsCommand).resolves({
        MetricAlarms: [],
        CompositeAlarms: [
          {
            ...sdkComposite('page', 'ALARM(errors)'),
            ActionsSuppressor: 'deployment',
            ActionsSuppressorWaitPeriod: 60,
            ActionsSuppressorExtensionPeriod: 120,
            ActionsSuppressedBy: 'WaitPeriod',
          },
        ],
      });
      expect(await probe().facts.alarm('alb', 'page')).to.deep.include({
        suppressor: {alarm: 'deployment', waitSeconds: 60, extensionSeconds: 120, suppressedBy: 'WaitPeriod'},
      });
    });

    it('have the rules that mute them, on every page, and when each does', async () => {
      const arn = 'arn:aws:cloudwatch:eu-central-1:444444444444:alarm-mute-rule:';
      const [first, second] = [
        {AlarmMuteRuleArn: `${arn}night`, Status: 'ACTIVE', ExpireDate: new Date('2026-12-31T00:00:00Z')} as const,
        {AlarmMuteRuleArn: `${arn}a:b`, Status: 'SCHEDULED'} as const,
      ];
      sdk.cloudwatch
        .on(ListAlarmMuteRulesCommand, {AlarmName: 'errors'})
        .resolves({AlarmMuteRuleSummaries: [first], NextToken: '2'})
        .on(ListAlarmMuteRulesCommand, {AlarmName: 'errors', NextToken: '2'})
        .resolves({AlarmMuteRuleSummaries: [second]})
        .on(GetAlarmMuteRuleCommand, {AlarmMuteRuleName: 'night'})
        .resolves({Rule: {Schedule: {Expression: 'cron(0 2 * * *)', Duration: 'PT4H'}}});
      const {facts} = probe();
      expect(await facts.muteRules('alb', 'errors')).to.deep.equal([
        {name: 'night', status: 'ACTIVE', expiresAt: '2026-12-31T00:00:00.000Z'},
        {name: 'a:b', status: 'SCHEDULED', expiresAt: null},
      ]);
      const schedule = {expression: 'cron(0 2 * * *)', duration: 'PT4H', timezone: 'UTC'};
      expect(await facts.muteSchedule('alb', 'night')).to.deep.equal(schedule);
    });

    it('are not taken for unmuted by a rule of an unknown state, or without a name', async () => {
      for (const summary of [
        {AlarmMuteRuleArn: 'arn:aws:cloudwatch:x:1:alarm-mute-rule:a', Status: 'PAUSED' as never},
        {Status: 'ACTIVE'},
      ] as const) {
        sdk.cloudwatch.on(ListAlarmMuteRulesCommand).resolves({AlarmMuteRuleSummaries: [summary]});
        const refusal = await thrownBy(probe().facts.muteRules('alb', 'errors'), AwsRefusal);
        expect(refusal.message).to.include('cloudwatch:ListAlarmMuteRules: the answer');
      }
    });

    it('have the names of the composite alarms above them', async () => {
      sdk.cloudwatch
        .on(DescribeAlarmsCommand, {ParentsOfAlarmName: 'errors', NextToken: undefined})
        .resolves({CompositeAlarms: [{AlarmName: 'a'}], NextToken: '2'})
        .on(DescribeAlarmsCommand, {ParentsOfAlarmName: 'errors', NextToken: '2'})
        .resolves({CompositeAlarms: [{AlarmName: 'b'}]});
      expect(await probe().facts.parentAlarms('alb', 'errors')).to.deep.equal(['a', 'b']);
      sdk.cloudwatch.on(DescribeAlarmsCommand).resolves({MetricAlarms: []});
      await thrownBy(probe().facts.parentAlarms('alb', 'errors'), AwsRefusal);
    });

    it('are asked for a hundred at a time, to the last page of each', async () => {
      const names = Array.from({length: 101}, (_, i) => `alarm-${i}`);
      sdk.cloudwatch
        .on(DescribeAlarmsCommand)
        .callsFake(({AlarmNames, NextToken}: {AlarmNames: string[]; NextToken?: string}) => {
          const half = Math.ceil(AlarmNames.length / 2);
          const page = NextToken === undefined ? AlarmNames.slice(0, half) : AlarmNames.slice(half);
          return {
            MetricAlarms: page.map((name) => sdkAlarm(name)),
            ...(NextToken === undefined ? {NextToken: 'x'} : {}),
          };
        });
      const {facts} = probe();
      const found = await Promise.all(names.map((name) => facts.alarm('alb', name)));
      expect(found.map((alarm) => alarm?.name)).to.deep.equal(names);
      const sizes = sdk.cloudwatch
        .commandCalls(DescribeAlarmsCommand)
        .map((call) => call.args[0].input.AlarmNames?.length);
      expect(sizes).to.have.members([100, 100, 1, 1]);
    });

    it('are not none when AWS answers with nothing at all, or with a second page that is refused', async () => {
      sdk.cloudwatch.on(DescribeAlarmsCommand).resolves({});
      const nothing = await thrownBy(probe().facts.alarm('alb', 'errors'), AwsRefusal);
      expect(nothing.message).to.include('cloudwatch:DescribeAlarms: the answer lacks');
      sdk.cloudwatch.on(DescribeAlarmsCommand, {NextToken: 'more'}).rejects(refusedWith('AccessDenied'));
      sdk.cloudwatch.on(DescribeAlarmsCommand, {NextToken: undefined}).resolves({MetricAlarms: [], NextToken: 'more'});
      const denied = await thrownBy(probe().facts.alarm('alb', 'errors'), AwsRefusal);
      expect(denied.code).to.equal('AccessDenied');
    });
  });

  describe('of dashboards', () => {
    it('have the body as AWS keeps it', async () => {
      sdk.cloudwatch.on(GetDashboardCommand).resolves({DashboardBody: '{"widgets":[]}'});
      expect(await probe().facts.dashboard('alb', 'central')).to.deep.equal({name: 'central', body: '{"widgets":[]}'});
    });

    for (const code of ['ResourceNotFound', 'DashboardNotFoundError', 'ResourceNotFoundException']) {
      it(`are null where AWS says ${code}`, async () => {
        sdk.cloudwatch.on(GetDashboardCommand).rejects(refusedWith(code, 'no such dashboard', 404));
        expect(await probe().facts.dashboard('alb', 'central')).to.equal(null);
      });
    }

    it('are refused when there is no body', async () => {
      sdk.cloudwatch.on(GetDashboardCommand).resolves({});
      await thrownBy(probe().facts.dashboard('alb', 'central'), AwsRefusal);
    });
  });

  describe('of metrics', () => {
    const answers = (...results: Partial<MetricDataResult>[]) => {
      for (const [page, result] of results.entries()) {
        const isLast = page === results.length - 1;
        sdk.cloudwatch.on(GetMetricDataCommand, {NextToken: page === 0 ? undefined : `page ${page}`}).resolves({
          MetricDataResults: [{Id: 'q0', StatusCode: 'Complete', ...result}],
          ...(isLast ? {} : {NextToken: `page ${page + 1}`}),
        });
      }
    };

    it('are the oldest first, over all pages', async () => {
      answers(
        {StatusCode: 'PartialData', Timestamps: [minute(3), minute(2)], Values: [33, 22]},
        {Timestamps: [minute(1), minute(0)], Values: [11, 0]},
      );
      expect(await probe().facts.datapoints('alb', QUERY)).to.deep.equal([
        {at: '2026-11-22T11:00:00.000Z', value: 0},
        {at: '2026-11-22T11:01:00.000Z', value: 11},
        {at: '2026-11-22T11:02:00.000Z', value: 22},
        {at: '2026-11-22T11:03:00.000Z', value: 33},
      ]);
      const input = sdk.cloudwatch.commandCalls(GetMetricDataCommand)[0]?.args[0].input;
      expect(input).to.deep.equal({
        MetricDataQueries: [
          {
            Id: 'q0',
            MetricStat: {
              Metric: {
                Namespace: 'AWS/ApplicationELB',
                MetricName: 'RequestCount',
                Dimensions: [
                  {Name: 'LoadBalancer', Value: 'app/central-alb/1'},
                  {Name: 'TargetGroup', Value: 'targetgroup/sse/1'},
                ],
              },
              Period: 60,
              Stat: 'Sum',
            },
          },
        ],
        StartTime: new Date(QUERY.from),
        EndTime: new Date(QUERY.to),
        NextToken: undefined,
      });
    });

    it('are none where the metric has none', async () => {
      answers({Timestamps: [], Values: []});
      expect(await probe().facts.datapoints('alb', QUERY)).to.deep.equal([]);
    });

    it('are asked for together when their window is the same, and once however their dimensions are ordered', async () => {
      sdk.cloudwatch.on(GetMetricDataCommand).callsFake((input) => ({MetricDataResults: sdkResults(input)}));
      const {facts} = probe();
      const turned = {LoadBalancer: 'app/central-alb/1', TargetGroup: 'targetgroup/sse/1'};
      const many = Array.from({length: 500}, (_, i) => ({...QUERY, name: `metric ${i}`}));
      const asked = [
        ...many,
        {...QUERY, name: 'metric 0', dimensions: turned},
        {...QUERY, to: minute(5).toISOString()},
      ];
      const found = await Promise.all(asked.map((query) => facts.datapoints('alb', query)));
      expect(found.slice(0, 500).map((points) => points[0]?.value)).to.deep.equal(many.map((_, i) => i));
      expect(found[500]).to.deep.equal(found[0]);
      const sizes = sdk.cloudwatch
        .commandCalls(GetMetricDataCommand)
        .map((call) => call.args[0].input.MetricDataQueries?.length);
      expect(sizes).to.have.members([500, 1]);
    });

    it('that AWS will not give leave the others', async () => {
      sdk.cloudwatch.on(GetMetricDataCommand).callsFake((input) => {
        const [first, ...others] = sdkResults(input);
        const Messages = [{Code: 'Forbidden', Value: 'not in this account'}];
        return {
          MetricDataResults: [{...first, StatusCode: 'Forbidden', Values: [], Timestamps: [], Messages}, ...others],
        };
      });
      const {facts} = probe();
      const [refusal, points] = await Promise.all([
        thrownBy(facts.datapoints('alb', {...QUERY, name: 'secret'}), AwsRefusal),
        facts.datapoints('alb', QUERY),
      ]);
      expect(refusal.message)
        .to.include('cloudwatch:GetMetricData in account platform (444444444444), eu-central-1: Forbidden for')
        .and.include('"secret"')
        .and.include('not in this account');
      expect(refusal.transient).to.equal(false);
      expect(points).to.have.length(1);
    });

    for (const StatusCode of ['InternalError', 'PartialData'] as const) {
      it(`are worth another attempt when the last page says ${StatusCode}`, async () => {
        answers({StatusCode, Timestamps: [minute(0)], Values: [1]});
        const refusal = await thrownBy(probe().facts.datapoints('alb', QUERY), AwsRefusal);
        expect([refusal.code, refusal.transient]).to.deep.equal([StatusCode, true]);
      });
    }

    it('are refused when a query has no result, or a value no time', async () => {
      sdk.cloudwatch.on(GetMetricDataCommand).resolves({MetricDataResults: []});
      const none = await thrownBy(probe().facts.datapoints('alb', QUERY), AwsRefusal);
      expect(none.message).to.include('has no result for').and.include('RequestCount');
      answers({Timestamps: [], Values: [1]});
      const odd = await thrownBy(probe().facts.datapoints('alb', QUERY), AwsRefusal);
      expect(odd.message).to.include('has 1 values at 0 times');
    });
  });
});
