import {expect} from 'chai';
import {albItems} from '../../../src/cli/operator/operator-items.ts';

const SUBJECT = {host: 'mcp.run.georgi.io', alb: 'central-alb', zone: null, parent: null, isFromRecord: false};
const URL_OF_STREAM = new URL('https://mcp.run.georgi.io/mcp/sse');

function itemsBehind(lead: Parameters<typeof albItems>[2]) {
  const all = albItems(SUBJECT, URL_OF_STREAM, lead);
  return all.slice(all.findIndex(({id}) => id === 'attributes') + 1);
}

describe('the items of `alb URL`', () => {
  it('say in their titles from which rule the target group was found', () => {
    const titles = itemsBehind({targetGroups: ['sse'], from: 'rule 90, which wins'}).map(({title}) => title);
    expect(titles).to.deep.equal([
      'The rule that wins sends the request to target group sse (found from rule 90, which wins)',
      'A rule forwards to target group sse (found from rule 90, which wins)',
      'Targets of target group sse are healthy (found from rule 90, which wins)',
    ]);
  });

  it('have the titles of their checks where somebody named the group', () => {
    const items = itemsBehind({targetGroups: ['sse'], from: null});
    expect(items.map(({id, title}) => [id, title])).to.deep.equal([
      ['rule', undefined],
      ['group-in-use', undefined],
      ['targets', undefined],
    ]);
  });

  it('are about each of the groups that a rule divides requests among', () => {
    const items = itemsBehind({targetGroups: ['blue', 'green'], from: 'rule 90, which wins'});
    expect(items.map(({id, needs}) => [id, ...needs])).to.deep.equal([
      ['group-in-use-blue'],
      ['targets-blue', 'group-in-use-blue'],
      ['group-in-use-green'],
      ['targets-green', 'group-in-use-green'],
    ]);
  });

  it('read the rules again where they could not be read', () => {
    expect(itemsBehind(null).map(({check}) => check)).to.deep.equal(['alb/no-dead-rules']);
  });
});
