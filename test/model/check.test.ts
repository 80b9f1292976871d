import {expect} from 'chai';
import {z} from 'zod';
import {defineCheck} from '../../src/model/check.ts';
import {pass} from '../../src/model/outcome.ts';

describe('defineCheck', () => {
  it('makes the params when they are first asked for, and once', () => {
    let made = 0;
    const check = defineCheck({
      id: 'x/holds',
      title: 'It holds',
      docs: {why: '', fix: '', byHand: '', links: []},
      iam: [],
      touches: 'wire',
      params: () => {
        made++;
        return z.strictObject({host: z.string()});
      },
      run: async ({host}) => pass(host, {expected: '', actual: '', evidence: []}),
    });
    expect(made).to.equal(0);
    expect(check.params).to.equal(check.params);
    expect(made).to.equal(1);
  });
});
