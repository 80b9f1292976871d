import {
  DescribeListenersCommand,
  DescribeRulesCommand,
  DescribeTargetHealthCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import {expect} from 'chai';
import {CannotTell} from '../../../../src/model/errors.ts';
import {mockedSdk, probe} from '../../../support/aws-answers.ts';
import {thrownBy} from '../../../support/thrown-by.ts';
import {listenerArn, sdkListener, TARGET_GROUP_ARN} from './sdk-answers.ts';

describe('Elastic Load Balancing facts', () => {
  const sdk = mockedSdk();

  beforeEach(() => {
    sdk.reset();
    sdk.elb
      .on(DescribeListenersCommand)
      .resolvesOnce({Listeners: [sdkListener(443)], NextMarker: 'more'})
      .resolvesOnce({Listeners: [sdkListener(80, {Protocol: 'HTTP'})]});
  });

  after(() => sdk.restore());

  it('reads the rules of every listener, those of the named one only once', async () => {
    sdk.elb.on(DescribeRulesCommand).callsFake(({ListenerArn}) => ({
      Rules: [{RuleArn: `default of ${ListenerArn}`, Priority: 'default', Conditions: [], Actions: []}],
    }));
    const {facts} = probe();
    const [all, named] = await Promise.all([facts.rulesOfAllListeners('alb'), facts.listenerRules('alb')]);
    expect(all.map(({listener, rules}) => [listener.port, rules.map(({arn}) => arn)])).to.deep.equal([
      [443, [`default of ${listenerArn(443)}`]],
      [80, [`default of ${listenerArn(80)}`]],
    ]);
    expect(named).to.deep.equal(all[0]?.rules);
    const asked = sdk.elb.commandCalls(DescribeRulesCommand).map((call) => call.args[0].input.ListenerArn);
    expect(asked).to.have.members([listenerArn(443), listenerArn(80)]);
  });

  it('needs no listener on the named port to tell the others', async () => {
    const {facts} = probe({
      alb: {
        kind: 'loadBalancer',
        name: 'alb',
        account: 'platform',
        region: null,
        loadBalancer: 'central-alb',
        listener: 8443,
      },
    });
    expect((await facts.listeners('alb')).map(({port}) => port)).to.deep.equal([443, 80]);
    expect(await facts.rulesOfAllListeners('alb')).to.have.length(2);
    expect((await thrownBy(facts.listenerAttributes('alb'), CannotTell)).message).to.include(
      'no listener on port 8443',
    );
  });

  it('reads the health of all targets in one answer', async () => {
    sdk.elb.on(DescribeTargetHealthCommand).resolves({
      TargetHealthDescriptions: [
        {
          Target: {Id: '10.0.0.4', Port: 8080, AvailabilityZone: 'eu-central-1a'},
          HealthCheckPort: '8080',
          TargetHealth: {State: 'healthy'},
          AdministrativeOverride: {State: 'zonal_shift_active'},
        },
        {
          Target: {Id: 'arn:aws:lambda:eu-central-1:444444444444:function:f'},
          TargetHealth: {State: 'unavailable', Reason: 'Target.HealthCheckDisabled', Description: 'no checks'},
        },
      ],
    });
    expect(await probe().facts.targetHealth('zone', TARGET_GROUP_ARN)).to.deep.equal([
      {
        targetId: '10.0.0.4',
        port: 8080,
        availabilityZone: 'eu-central-1a',
        override: 'zonal_shift_active',
        healthCheckPort: '8080',
        state: 'healthy',
        reason: null,
        description: null,
      },
      {
        targetId: 'arn:aws:lambda:eu-central-1:444444444444:function:f',
        port: null,
        availabilityZone: null,
        override: null,
        healthCheckPort: null,
        state: 'unavailable',
        reason: 'Target.HealthCheckDisabled',
        description: 'no checks',
      },
    ]);
    const inputs = sdk.elb.commandCalls(DescribeTargetHealthCommand).map((call) => call.args[0].input);
    expect(inputs).to.deep.equal([{TargetGroupArn: TARGET_GROUP_ARN}]);
  });
});
