import {expect} from 'chai';
import type {AwsWorld} from '../../src/lab/aws-world.ts';
import {CannotTell} from '../../src/model/errors.ts';
import {routeEnd} from '../../src/trace/route-end.ts';
import {forward, HOST, NOT_FOUND, rule} from '../support/aws-facts.ts';
import {awsWorld} from '../support/aws-world.ts';
import {thrownBy} from '../support/thrown-by.ts';

const FALLBACK = rule('default', {}, NOT_FOUND);

function endIn(facts: Partial<AwsWorld>, loadBalancer = 'central-alb') {
  const world = awsWorld(facts);
  const scope = {
    dnsAccounts: [],
    zones: [],
    loadBalancerAccounts: ['platform'],
    loadBalancer: null,
    services: [],
    facts: world.facts,
  };
  const wanted = {accounts: ['platform'], region: null, loadBalancer, port: 443, isPrivate: false};
  return routeEnd(scope, wanted, {host: HOST, path: '/jessica-service/mcp/sse', method: 'GET'});
}

describe('where the rules lead a request', () => {
  it('is the groups of the rule that wins', async () => {
    expect(await endIn({})).to.deep.equal({targetGroups: ['jessica-service-sse'], because: 'rule 90, which wins'});
    const split = await endIn({
      listenerRules: [
        rule(90, {}, forward(['jessica-service-sse', 9], ['jessica-service-api', 1], ['old', 0])),
        FALLBACK,
      ],
    });
    expect(split.targetGroups).to.deep.equal(['jessica-service-sse', 'jessica-service-api']);
  });

  it('is the group of the most specific rule behind one that does not forward', async () => {
    const listenerRules = [
      rule(10, {host: HOST}, NOT_FOUND),
      rule(100, {path: '/jessica-service/*'}, forward(['jessica-service-api', 1])),
      rule(190, {path: '/jessica-service/mcp/sse*'}, forward(['jessica-service-sse', 1])),
      FALLBACK,
    ];
    expect(await endIn({listenerRules})).to.deep.equal({
      targetGroups: ['jessica-service-sse'],
      because: 'rule 190, which would forward the request, but rule 10 wins: fixed response 404',
    });
  });

  it('is the group of a sure match behind a rule that cannot be judged', async () => {
    const regex = {field: 'path-pattern', values: [], regexValues: ['mcp']} as const;
    const listenerRules = [
      rule(10, {other: regex}, NOT_FOUND),
      rule(90, {}, forward(['jessica-service-sse', 1])),
      FALLBACK,
    ];
    expect(await endIn({listenerRules})).to.deep.equal({
      targetGroups: ['jessica-service-sse'],
      because: 'rule 90, which would forward the request, but which rule wins cannot be determined',
    });
  });

  it('is nowhere when no rule forwards the request', async () => {
    expect(await endIn({listenerRules: [FALLBACK]})).to.deep.equal({
      targetGroups: [],
      because: 'the default rule wins: fixed response 404',
    });
  });

  it('is not known without the load balancer', async () => {
    expect((await thrownBy(endIn({}, 'other-alb'), CannotTell)).message).to.include(
      'no load balancer "other-alb" in account ',
    );
  });
});
