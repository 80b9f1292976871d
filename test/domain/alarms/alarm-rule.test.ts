import {expect} from 'chai';
import {alarmsIn, holdsRule, parseRule} from '../../../src/domain/alarms/alarm-rule.ts';
import type {AlarmState} from '../../../src/domain/alarms/alarm-state.ts';

const STATES: Readonly<Record<string, AlarmState>> = {
  a: 'ALARM',
  b: 'OK',
  c: 'INSUFFICIENT_DATA',
  'with space': 'ALARM',
};

describe('the rule of a composite alarm', () => {
  for (const [text, expected] of [
    ['ALARM(a)', true],
    ['alarm("a") and ok(b)', true],
    ['ALARM("with space") AND INSUFFICIENT_DATA(c)', true],
    ['ALARM(b) OR ALARM(a) AND ALARM(c)', false],
    ['(ALARM(b) OR ALARM(a)) AND NOT ALARM(c)', true],
    ['NOT NOT ALARM(a)', true],
    ['TRUE AND FALSE', false],
    ['AT_LEAST(2, ALARM, (a, b, "with space"))', true],
    ['AT_LEAST(3, ALARM, (a, b, "with space"))', false],
    ['AT_LEAST(50%, NOT ALARM, (a, b, c))', true],
    ['AT_LEAST(67%, NOT ALARM, (a, b, c))', false],
    ['ALARM(arn:aws:cloudwatch:eu-central-1:444444444444:alarm:a)', true],
  ] as const) {
    it(`${text} is ${expected}`, () => {
      const rule = parseRule(text);
      if (rule === null) expect.fail('is not read');
      expect(holdsRule(rule, (name) => STATES[name] ?? 'OK')).to.equal(expected);
    });
  }

  it('is not read where it is none', () => {
    for (const text of [
      '',
      'ALARM',
      'ALARM(a',
      'ALARM()',
      'ALARM(a) XOR ALARM(b)',
      'AND ALARM(a)',
      'RED(a)',
      '(ALARM(a)',
    ]) {
      expect(parseRule(text), text).to.equal(null);
    }
    for (const text of [
      'AT_LEAST(x, ALARM, (a))',
      'AT_LEAST(1, RED, (a))',
      'AT_LEAST(1, ALARM, ())',
      'AT_LEAST(1, OK, (a)',
    ]) {
      expect(parseRule(text), text).to.equal(null);
    }
  });

  it('names its alarms, each once', () => {
    const rule = parseRule('ALARM(a) OR NOT (OK(b) AND ALARM(a)) OR TRUE');
    expect(rule && alarmsIn(rule)).to.deep.equal(['a', 'b']);
  });
});
