import {expect} from 'chai';
import {laterForwards} from '../../../src/domain/listener-rules/later-forwards.ts';
import {evaluateRules} from '../../../src/domain/listener-rules/listener-rules.ts';
import type {ListenerRule} from '../../../src/model/facts/aws-facts.ts';
import {forward, HOST, NOT_FOUND, rule} from '../../support/aws-facts.ts';

const REQUEST = {host: HOST, path: '/jessica-service/mcp/sse', method: 'GET'};

function prioritiesBehind(...rules: readonly ListenerRule[]) {
  const {trail, winner} = evaluateRules(rules, REQUEST);
  return laterForwards(trail, winner).map(({priority}) => priority);
}

describe('rules that would forward a request', () => {
  const wins = rule(10, {host: HOST}, NOT_FOUND);
  const fallback = rule('default', {}, forward(['jessica-service-api', 1]));

  it('come with the longest literal path first, then the longest literal host, then by priority', () => {
    const rules = [
      rule(20, {path: '/jessica-service/*'}, forward(['jessica-service-api', 1])),
      rule(30, {path: '/jessica-service/mcp/*'}, forward(['jessica-service-sse', 1])),
      rule(40, {host: HOST, path: '/jessica-service/mcp/*'}, forward(['jessica-service-sse', 1])),
      rule(50, {host: HOST, path: '/?*'}, forward(['jessica-service-api', 1])),
      rule(60, {path: '/jessica-service/?*'}, forward(['jessica-service-api', 1])),
    ];
    expect(prioritiesBehind(wins, ...rules, fallback)).to.deep.equal([40, 30, 20, 60, 50]);
  });

  it('are not those that do not match, do not forward, or forward with weight 0', () => {
    const rules = [
      rule(20, {path: '/other/*'}, forward(['jessica-service-api', 1])),
      rule(30, {path: '/jessica-service/*'}, NOT_FOUND),
      rule(40, {path: '/jessica-service/*'}, forward(['jessica-service-sse', 0])),
    ];
    expect(prioritiesBehind(wins, ...rules, fallback)).to.deep.equal([]);
  });

  it('are not the winner itself, and not the default rule', () => {
    expect(prioritiesBehind(rule(10, {host: HOST}, forward(['jessica-service-sse', 1])), fallback)).to.deep.equal([]);
  });
});
