import {expect} from 'chai';
import {priorityBefore} from '../../../src/domain/listener-rules/rule-order.ts';

describe('the priority that comes before another', () => {
  it('is below it, unless there is none', () => {
    expect(priorityBefore(90)).to.equal('a priority below 90');
    expect(priorityBefore(2)).to.equal('a priority below 2');
    expect(priorityBefore(1)).to.include('rule 1, which has to get a larger one first');
    expect(priorityBefore('default')).to.equal('a priority below the others');
  });
});
