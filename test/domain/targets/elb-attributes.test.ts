import {expect} from 'chai';
import {attributeOf, attributeText, secondsOf} from '../../../src/domain/targets/elb-attributes.ts';

describe('attributes of load balancers and target groups', () => {
  it('are what was set, and the default where nothing was', () => {
    const set = attributeOf({'idle_timeout.timeout_seconds': '120'}, 'idle_timeout.timeout_seconds');
    expect(set).to.deep.equal({value: '120', isDefault: false});
    expect(attributeText(set)).to.equal('120');
    const unset = attributeOf({}, 'idle_timeout.timeout_seconds');
    expect(unset).to.deep.equal({value: '60', isDefault: true});
    expect(attributeText(unset)).to.equal('60 (the default)');
  });

  it('are seconds only where they are a whole number', () => {
    const seconds = (value: string) => secondsOf({value, isDefault: false});
    expect([seconds('0'), seconds('4000')]).to.deep.equal([0, 4000]);
    expect([seconds(''), seconds('1.5'), seconds('-1'), seconds('1m')]).to.deep.equal([null, null, null, null]);
  });
});
