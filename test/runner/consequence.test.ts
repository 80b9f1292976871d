import {expect} from 'chai';
import {onFailOf} from '../../src/runner/consequence.ts';
import {item} from './scene.ts';

describe('the consequence of a failure', () => {
  it("is that of the item, or else the check's own, or else that for what it touches", () => {
    const because = 'users are served all the same';
    expect(onFailOf(item({id: 'a'}), 'wire')).to.equal('rollback');
    expect(onFailOf(item({id: 'a'}), 'wire', because)).to.equal('hold');
    expect(onFailOf(item({id: 'a', onFail: 'rollback'}), 'wire', because)).to.equal('rollback');
    expect(onFailOf(item({id: 'a', onFail: 'note'}), 'wire', because)).to.equal('note');
  });
});
