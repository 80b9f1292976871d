import {expect} from 'chai';
import {sseItems} from '../../../src/cli/operator/sse-items.ts';

const LANE = {suffix: '', remark: '', url: 'https://mcp.example.com/events', address: null};

describe('the items of sse URL', () => {
  const ids = (headers: Record<string, string>) => sseItems([LANE], {headers}).map(({id}) => id);

  it('claim that pages can read it, as long as a page can send what is sent', () => {
    expect(ids({})).to.deep.equal(['holds', 'well-formed', 'not-cached', 'browsers']);
    expect(ids({Cookie: 'a=b'})).to.include('browsers');
    expect(ids({Authorization: 'Bearer x'})).to.deep.equal(['holds', 'well-formed', 'not-cached']);
  });
});
