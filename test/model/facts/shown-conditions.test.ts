import {expect} from 'chai';
import type {RuleCondition} from '../../../src/model/facts/aws-facts.ts';
import {isRedacted, shownCondition} from '../../../src/model/facts/shown-conditions.ts';

describe('shown conditions', () => {
  it('are without the values of headers that may be secrets; that a header is there at all is none', () => {
    const verify = {
      field: 'http-header',
      name: 'X-Origin-Verify',
      values: ['hush', '*'],
      regexValues: ['^hush'],
    } as const;
    expect(shownCondition<RuleCondition>(verify)).to.deep.equal({
      ...verify,
      values: ['[redacted]', '*'],
      regexValues: ['[redacted]'],
    });
    const accept = {...verify, name: 'Accept', values: ['text/event-stream']};
    expect(shownCondition<RuleCondition>(accept)).to.deep.equal(accept);
  });

  it('are without the values of query parameters that are called like secrets', () => {
    const pairs = [
      {key: 'api_key', value: 'hush'},
      {key: 'token', value: '*'},
      {key: 'version', value: '2'},
      {key: null, value: '3'},
    ];
    expect(shownCondition({field: 'query-string', pairs}).pairs.map(({value}) => value)).to.deep.equal([
      '[redacted]',
      '*',
      '2',
      '3',
    ]);
  });

  it('leave every other condition as it is', () => {
    const host: RuleCondition = {field: 'host-header', values: ['a.io'], regexValues: []};
    expect(shownCondition(host)).to.equal(host);
  });

  it('are known again by what is left of a value', () => {
    expect(isRedacted('Bearer [redacted]')).to.equal(true);
    expect(isRedacted('redacted')).to.equal(false);
  });
});
