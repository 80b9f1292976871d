import {expect} from 'chai';
import {readAlarm} from '../../../src/domain/alarms/alarm-datapoints.ts';
import type {Samples} from '../../../src/domain/alarms/metric-samples.ts';
import {simulate} from '../../../src/domain/alarms/simulate-alarm.ts';
import type {MetricAlarm} from '../../../src/model/facts/aws-facts.ts';
import {metricAlarm, metricQuery} from '../../support/aws-facts.ts';

const ERRORS: readonly Samples[] = [{value: 1, count: 10}];
const GUESS = {rangeExtra: 2, offsetMinutes: 0, goesOn: true};

function play(members: Partial<MetricAlarm>, failing = ERRORS, healthy: readonly Samples[] = [], minutes = 8) {
  const reports = {healthy: () => healthy, failing: () => failing};
  return simulate(readAlarm(metricAlarm(members)), reports, GUESS, minutes);
}

describe('the simulation of an alarm', () => {
  it('says what it is in before, in each minute of a failure, and after it', () => {
    const simulation = play({evaluationPeriods: 3, datapointsToAlarm: 2, threshold: 5});
    expect(simulation).to.deep.include({healthy: 'OK', firesAfterMinutes: 2, failing: 'ALARM', recovered: 'OK'});
    expect(simulation.failingValue).to.equal(10);
    expect(simulation.minutes.slice(0, 3)).to.deep.equal([
      {minute: 1, value: 10, state: 'OK'},
      {minute: 2, value: 10, state: 'ALARM'},
      {minute: 3, value: 10, state: 'ALARM'},
    ]);
    expect(simulation.minutes).to.have.length(8);
  });

  it('ends with ALARM where no more is asked for', () => {
    const reports = {healthy: () => [], failing: () => ERRORS};
    const read = readAlarm(metricAlarm({evaluationPeriods: 2}));
    expect(simulate(read, reports, {...GUESS, goesOn: false}, 8).minutes.map(({state}) => state)).to.deep.equal([
      'OK',
      'ALARM',
    ]);
  });

  it('adds up what a longer period sees of it', () => {
    const {minutes, firesAfterMinutes} = play({queries: [metricQuery({periodSeconds: 300})], threshold: 25});
    expect(minutes.map(({value}) => value)).to.deep.equal([10, 20, 30, 40, 50, 50, 50, 50]);
    expect(firesAfterMinutes).to.equal(3);
  });

  it('ends periods at the clock where the alarm does', () => {
    const alarm = {queries: [metricQuery({periodSeconds: 180})], threshold: 25, isWallClock: true};
    expect(play(alarm).minutes.map(({value}) => value)).to.deep.equal([null, null, 30, 30, 30, 30, 30, 30]);
  });

  it('says null where it does not fire as long as it is looked at, and what it comes to in the end', () => {
    const late = play({evaluationPeriods: 10}, ERRORS, [], 8);
    expect(late).to.deep.include({firesAfterMinutes: null, failing: 'ALARM'});
    expect(play({threshold: 10})).to.deep.include({firesAfterMinutes: null, failing: 'OK', failingValue: 10});
  });

  it('was new while all was well: without data it knows nothing, or keeps what it was', () => {
    expect(play({treatMissingData: 'missing'}).healthy).to.equal('INSUFFICIENT_DATA');
    expect(play({treatMissingData: 'ignore'})).to.deep.include({healthy: 'INSUFFICIENT_DATA', recovered: 'ALARM'});
    expect(play({treatMissingData: 'breaching'})).to.deep.include({healthy: 'ALARM', firesAfterMinutes: 1});
  });
});
