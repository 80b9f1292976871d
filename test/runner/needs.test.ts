import {expect} from 'chai';
import {CannotTell} from '../../src/model/errors.ts';
import type {ItemReport} from '../../src/model/report.ts';
import {Blocks, leavesOfGroups, meaningRollback} from '../../src/runner/needs.ts';
import {no, play} from './scene.ts';

const MANY = 500;
const range = (name: string) => Array.from({length: MANY}, (_, index) => `${name}-${index}`);

describe('needs of a group', () => {
  it('are all of its leaves, those of groups within it too', async () => {
    const {item, lookedAtMs} = await play({
      items: [
        {id: 'a', groups: ['outer']},
        {id: 'b', groups: ['outer', 'inner'], looks: [no()]},
        {id: 'needs-outer', groups: [], needs: ['outer']},
        {id: 'needs-inner', groups: [], needs: ['inner']},
        {id: 'needs-a', groups: [], needs: ['a']},
      ],
    });
    expect(item('needs-outer')).to.deep.include({status: 'blocked', blockedBy: 'b'});
    expect(item('needs-inner')).to.deep.include({status: 'blocked', blockedBy: 'b'});
    expect(item('needs-a').status).to.equal('pass');
    expect(lookedAtMs.has('needs-outer')).to.equal(false);
  });

  it('name the leaf that says most, and what is at its root', async () => {
    const {item} = await play({
      items: [
        {id: 'root', groups: [], looks: [no()]},
        {id: 'pending', groups: ['group'], manual: {}},
        {id: 'unknown', groups: ['group'], looks: [new CannotTell('it was not there', 'look again')]},
        {id: 'blocked', groups: ['group'], needs: ['root']},
        {id: 'last', groups: [], needs: ['group']},
      ],
    });
    expect(item('last')).to.deep.include({status: 'blocked', blockedBy: 'root'});
  });

  it('are run with what is selected, and block nothing where they are left out', async () => {
    const items = [
      {id: 'a', groups: ['group']},
      {id: 'b', groups: ['group'], looks: [no()]},
      {id: 'other', groups: []},
      {id: 'last', groups: [], needs: ['group']},
    ];
    const selection = {only: ['last'], skip: [], tags: [], withNeeds: true};
    const {report} = await play({items, selection});
    expect(report.items.map(({id, status}) => `${id} ${status}`)).to.deep.equal(['a pass', 'b fail', 'last blocked']);
    const without = await play({items, selection: {...selection, skip: ['b']}});
    expect(without.item('last').status).to.equal('pass');
  });

  it('block nothing where they could not be determined', async () => {
    const {item} = await play({
      items: [
        {id: 'a', groups: ['group']},
        {id: 'unknown', groups: ['group'], looks: [new CannotTell('it was not there', 'look again')]},
        {id: 'last', groups: [], needs: ['group']},
      ],
    });
    expect(item('last').status).to.equal('pass');
  });

  it('mean rollback where what needs the group does', () => {
    const items = [
      {id: 'far', groups: [], needs: []},
      {id: 'a', groups: ['group'], needs: ['far']},
      {id: 'noted', groups: ['group'], needs: ['before-note']},
      {id: 'before-note', groups: [], needs: []},
      {id: 'last', groups: [], needs: ['group']},
    ];
    const consequence = (id: string) => (id === 'last' ? 'rollback' : id === 'noted' ? 'note' : 'hold');
    const found = meaningRollback(items, leavesOfGroups(items), consequence);
    expect(items.map(({id}) => id).filter((id) => found.has(id))).to.deep.equal(['far', 'a', 'last']);
  });

  it('cost a look at each leaf once, however many need them', () => {
    const leaves = range('leaf').map((id) => ({id, groups: ['outer', 'group']}));
    let asked = 0;
    const report = {status: 'pass', consequence: 'hold', waiver: null, blockedBy: null} as ItemReport;
    const blocks = new Blocks(leavesOfGroups(leaves), () => {
      asked++;
      return report;
    });
    for (const id of range('item')) expect(blocks.blockOf({needs: ['group', id]})).to.equal(null);
    expect(asked).to.equal(2 * MANY);
  });
});
