import {expect} from 'chai';
import {parseRule} from '../../../src/domain/alarms/alarm-rule.ts';
import type {AlarmState} from '../../../src/domain/alarms/alarm-state.ts';
import {compositeMove, type Member} from '../../../src/domain/alarms/composite-alarms.ts';

/** Goes to ALARM in this minute of the failure. */
const rising = (minute: number, recovered: AlarmState = 'OK'): Member => ({
  type: 'simulated',
  timeline: {
    healthy: 'OK',
    minutes: Array.from({length: 10}, (_, i) => (i + 1 >= minute ? 'ALARM' : 'OK')),
    recovered,
  },
});
const held = (state: AlarmState = 'OK'): Member => ({type: 'held', state});
const never = rising(99);

describe('a composite alarm over time', () => {
  const move = (text: string, members: Readonly<Record<string, Member>>) => {
    const rule = parseRule(text);
    if (rule === null) throw new Error(`${text} is not read`);
    const made = compositeMove(rule, (name) => members[name] ?? {type: 'missing'}, 10);
    return made.type === 'fires' ? `fires after ${made.afterMinutes}` : {...made, timeline: undefined};
  };
  const all = {
    a: rising(2),
    b: rising(5),
    still: held(),
    ringing: held('ALARM'),
    silent: held('INSUFFICIENT_DATA'),
    never,
  };

  it('fires in the minute in which its rule begins to hold', () => {
    expect(move('ALARM(a)', all)).to.equal('fires after 2');
    expect(move('ALARM(a) AND ALARM(b)', all)).to.equal('fires after 5');
    expect(move('ALARM(a) OR ALARM(b)', all)).to.equal('fires after 2');
    expect(move('AT_LEAST(2, ALARM, (a, b, still))', all)).to.equal('fires after 5');
    expect(move('ALARM(b) AND NOT ALARM(still) AND TRUE', all)).to.equal('fires after 5');
    expect(move('ALARM(a) AND INSUFFICIENT_DATA(silent)', all)).to.equal('fires after 2');
    expect(move('ALARM(a) AND NOT ALARM(b)', all)).to.equal('fires after 2');
    expect(move('NOT OK(b)', all)).to.equal('fires after 5');
  });

  it('depends on alarms that the failure does not move', () => {
    const depends = (text: string, ...on: string[]) =>
      expect(move(text, all), text).to.deep.include({type: 'depends', on});
    depends('ALARM(a) AND ALARM(still)', 'still');
    depends('ALARM(a) AND NOT ALARM(ringing)', 'ringing out of ALARM');
    depends('AT_LEAST(3, ALARM, (a, still, silent))', 'still', 'silent');
    depends('ALARM(a) OR ALARM(ringing)', 'ringing out of ALARM');
    const many = Array.from({length: 12}, (_, i) => `x${i}`);
    const members = {a: rising(1), ...Object.fromEntries(many.map((name) => [name, held()]))};
    expect(move(`ALARM(a) AND ${many.map((name) => `ALARM(${name})`).join(' AND ')}`, members)).to.deep.include({
      type: 'depends',
      on: many,
    });
  });

  it('stays where no state of theirs makes it fire', () => {
    expect(move('ALARM(a) AND FALSE', all)).to.deep.include({type: 'stays', state: 'OK'});
    expect(move('ALARM(never)', all)).to.deep.include({type: 'stays', state: 'OK'});
    expect(move('OK(a)', all)).to.deep.include({type: 'stays', state: 'ALARM'});
    expect(move('ALARM(a) OR TRUE', all)).to.deep.include({type: 'stays', state: 'ALARM'});
  });

  it('sticks where it does not come out of ALARM again', () => {
    expect(move('ALARM(a)', {a: rising(2, 'ALARM')})).to.deep.include({type: 'sticks'});
    expect(move('ALARM(a) OR ALARM(b)', {a: rising(2), b: rising(3, 'ALARM')})).to.deep.include({type: 'sticks'});
  });

  it('is not known where an alarm that matters does not exist', () => {
    expect(move('ALARM(a) AND NOT ALARM(gone)', all)).to.deep.include({type: 'unknown', missing: ['gone']});
    expect(move('ALARM(a) OR (ALARM(gone) AND FALSE)', all)).to.equal('fires after 2');
    expect(move('ALARM(a) AND FALSE AND ALARM(gone)', all)).to.deep.include({type: 'stays', state: 'OK'});
    const gone = 'ALARM(p) OR ALARM(q) OR ALARM(r) OR ALARM(s) OR ALARM(t)';
    expect(move(`ALARM(a) OR ${gone}`, all)).to.deep.include({type: 'unknown', missing: ['p', 'q', 'r', 's', 't']});
  });
});
