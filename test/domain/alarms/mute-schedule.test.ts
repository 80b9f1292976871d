import {expect} from 'chai';
import {muteEndMs, muteScheduleText} from '../../../src/domain/alarms/mute-schedule.ts';

describe('the schedule of a mute rule', () => {
  const end = (expression: string, duration: string, now: string, timezone = 'UTC') => {
    const ms = muteEndMs({expression, duration, timezone}, Date.parse(now));
    return ms === null ? null : new Date(ms).toISOString().slice(0, 16);
  };

  it('once, from just when it begins until just before it ends', () => {
    const once = (now: string) => end('at(2026-11-22T11:00)', 'PT2H', now);
    expect(once('2026-11-22T10:59:59Z')).to.equal(null);
    expect(once('2026-11-22T11:00:00Z')).to.equal('2026-11-22T13:00');
    expect(once('2026-11-22T12:59:59Z')).to.equal('2026-11-22T13:00');
    expect(once('2026-11-22T13:00:00Z')).to.equal(null);
  });

  it('in its time zone, on both sides of a change of clocks', () => {
    expect(end('at(2026-11-22T13:00)', 'PT1H', '2026-11-22T12:30:00Z', 'Europe/Berlin')).to.equal('2026-11-22T13:00');
    const night = (now: string) => end('cron(0 2 * * *)', 'PT1H', now, 'America/New_York');
    expect(night('2026-07-01T06:30:00Z')).to.equal('2026-07-01T07:00');
    expect(night('2026-12-01T07:30:00Z')).to.equal('2026-12-01T08:00');
    expect(night('2026-12-01T06:30:00Z')).to.equal(null);
  });

  it('again and again, by numbers, names, lists and ranges', () => {
    // 2026-11-22 is a Sunday.
    expect(end('cron(30 11 * * SUN)', 'PT1H', '2026-11-22T12:00:00Z')).to.equal('2026-11-22T12:30');
    expect(end('cron(30 11 * * MON-SAT)', 'PT1H', '2026-11-22T12:00:00Z')).to.equal(null);
    expect(end('cron(0,30 9-12 22 oct,NOV *)', 'PT20M', '2026-11-22T12:10:00Z')).to.equal('2026-11-22T12:20');
    // From Friday evening to Monday morning.
    expect(end('cron(0 18 * * FRI)', 'P2DT12H', '2026-11-22T12:00:00Z')).to.equal('2026-11-23T06:00');
    expect(end('cron(0 1 1 * *)', 'P15D', '2026-11-15T12:00:00Z')).to.equal('2026-11-16T01:00');
  });

  it('as one time where windows follow each other without a gap', () => {
    expect(end('cron(0 10,11,12 * * *)', 'PT1H', '2026-11-22T10:30:00Z')).to.equal('2026-11-22T13:00');
    expect(end('cron(0 0 * * *)', 'P1D', '2026-11-22T10:30:00Z')).to.equal(null);
  });

  it('not where it is not read', () => {
    for (const expression of [
      'rate(5 minutes)',
      'cron(0 2 * *)',
      'cron(0 2 ? * SUN *)',
      'cron(0 25 * * *)',
      'cron(0 2 1 * MON)',
      'cron(0 5-2 * * *)',
      'cron(0 1-2-3 * * *)',
      'cron(*/5 * * * *)',
    ]) {
      expect(end(expression, 'P15D', '2026-11-22T12:00:00Z'), expression).to.equal(null);
    }
    expect(end('cron(0 * * * *)', 'an hour', '2026-11-22T12:00:00Z')).to.equal(null);
    expect(end('cron(0 * * * *)', 'PT', '2026-11-22T12:00:00Z')).to.equal(null);
    expect(end('cron(0 * * * *)', 'PT1H', '2026-11-22T12:00:00Z', 'Mars/Olympus')).to.equal(null);
  });

  it('is said as it is written', () => {
    const text = muteScheduleText({expression: 'cron(0 2 * * SUN)', duration: 'P2DT12H', timezone: 'Europe/Berlin'});
    expect(text).to.equal('cron(0 2 * * SUN) in Europe/Berlin, for 2 d 12 h');
    expect(muteScheduleText({expression: 'at(x)', duration: 'x', timezone: 'UTC'})).to.equal('at(x) in UTC, for x');
  });
});
