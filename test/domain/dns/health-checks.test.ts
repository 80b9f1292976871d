import {expect} from 'chai';
import {healthOfCheck, type SeenHealthCheck} from '../../../src/domain/dns/health-checks.ts';
import type {Health} from '../../../src/domain/dns/record-health.ts';
import type {RecordHealthCheck} from '../../../src/model/facts/aws-facts.ts';
import {healthCheckOf, reports} from '../../support/aws-facts.ts';

const ERRORS = {name: 'errors', region: 'eu-central-1'};

describe('the health of a health check', () => {
  it('of an endpoint is that of more than 18 % of the checkers', () => {
    expect([0, 2, 3, 16].map((well) => state({}, {reports: reports(well)}))).to.deep.equal([
      'unhealthy',
      'unhealthy',
      'healthy',
      'healthy',
    ]);
    expect(state({}, {reports: []}), 'no checker').to.equal('unknown');
    const odd = Array.from({length: 16}, () => 'Endpoint is being looked at');
    expect(state({}, {reports: odd}), 'other words').to.equal('unknown');
    expect(state({}, {reports: [...reports(16), ...odd]}), 'half of them').to.equal('healthy');
  });

  it('is turned by inversion, and healthy without a look where it is disabled', () => {
    expect(state({isInverted: true})).to.equal('unhealthy');
    expect(state({isInverted: true}, {reports: reports(0)})).to.equal('healthy');
    expect(state({isInverted: true}, {reports: []})).to.equal('unknown');
    expect(state({isDisabled: true}, {reports: reports(0)})).to.equal('healthy');
    expect(state({isDisabled: true, isInverted: true})).to.equal('unhealthy');
  });

  it('of an alarm is that of its state, and without data as it says itself', () => {
    const by = (alarmState: string | null, onInsufficientData: string | null = null) =>
      state(
        {type: 'CLOUDWATCH_METRIC', alarm: {...ERRORS, watches: 'a'}, onInsufficientData},
        {alarm: alarmState === null ? null : {state: alarmState, watches: 'a'}},
      );
    expect([by('OK'), by('ALARM'), by(null)]).to.deep.equal(['healthy', 'unhealthy', 'unknown']);
    const without = ['Healthy', 'Unhealthy', 'LastKnownStatus', null].map((status) => by('INSUFFICIENT_DATA', status));
    expect(without).to.deep.equal(['healthy', 'unhealthy', 'unknown', 'unknown']);
  });

  it('of an alarm that was changed since is not known: Route 53 goes by what it was', () => {
    for (const [kept, now] of [
      ['a', 'b'],
      [null, 'b'],
      [null, null],
    ] as const) {
      for (const stateNow of ['OK', 'ALARM']) {
        const check = {type: 'CLOUDWATCH_METRIC', alarm: {...ERRORS, watches: kept}};
        expect(state(check, {alarm: {state: stateNow, watches: now}})).to.equal('unknown');
      }
    }
  });

  it('of a calculated one counts its children', () => {
    const by = (healthThreshold: number | null, ...states: Health['state'][]) =>
      state({type: 'CALCULATED', healthThreshold}, {children: states.map((one) => ({state: one, because: 'a child'}))});
    expect(by(1, 'healthy', 'unhealthy')).to.equal('healthy');
    expect(by(2, 'healthy', 'unhealthy')).to.equal('unhealthy');
    expect(by(2, 'healthy', 'unknown')).to.equal('unknown');
    expect(by(1, 'healthy', 'unknown')).to.equal('healthy');
    expect(by(3, 'healthy', 'healthy'), 'more than there are').to.equal('unhealthy');
    expect(by(0, 'unhealthy')).to.equal('healthy');
  });

  it('of a routing control is not known', () => {
    expect(state({type: 'RECOVERY_CONTROL'})).to.equal('unknown');
  });
});

function state(check: Partial<RecordHealthCheck>, seen: Partial<Omit<SeenHealthCheck, 'check'>> = {}): Health['state'] {
  const one = healthCheckOf('hc-1', check);
  return healthOfCheck({check: one.check, reports: one.reports, alarm: null, children: [], ...seen}).state;
}
