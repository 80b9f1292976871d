import {expect} from 'chai';
import {chooseMapping, domainFor} from '../../../src/domain/api-gateway/api-mappings.ts';
import type {ApiDomain, RoutingRule} from '../../../src/model/facts/aws-facts.ts';

const DOMAIN: ApiDomain = {
  name: 'api.georgi.io',
  targetDnsNames: [],
  endpointTypes: ['REGIONAL'],
  certificateArn: null,
  routingMode: null,
  trustStoreUri: null,
};

describe('the custom domain name that takes a host', () => {
  it('is its own one, or else a wildcard for one label', () => {
    const names = ['*.georgi.io', 'API.georgi.io', '*.run.georgi.io'].map((name) => ({name}));
    const taking = (host: string) => domainFor(host, names)?.name;
    expect(['api.georgi.io', 'Mcp.georgi.io', 'a.run.georgi.io'].map(taking)).to.deep.equal([
      'API.georgi.io',
      '*.georgi.io',
      '*.run.georgi.io',
    ]);
    expect(['georgi.io', 'a.b.georgi.io'].map(taking)).to.deep.equal([undefined, undefined]);
  });
});

describe('the API mapping that takes a path', () => {
  const mappings = ['', 'orders', 'orders/v1'].map((basePath) => ({apiId: `api-${basePath}`, stage: 'prod', basePath}));
  for (const [path, apiId, rest] of [
    ['/orders/v1/items', 'api-orders/v1', '/items'],
    ['/orders/v1', 'api-orders/v1', '/'],
    ['/orders/v10', 'api-orders', '/v10'],
    ['/ordersx', 'api-', '/ordersx'],
  ] as const) {
    it(`${path} goes to ${apiId} as ${rest}`, () => {
      const choice = chooseMapping(DOMAIN, {mappings, rules: []}, path);
      expect(choice).to.deep.include({isSure: true, stage: 'prod', path: rest});
      expect(choice.mapping?.apiId).to.equal(apiId);
    });
  }

  it('takes the stage from the path when the mapping names none', () => {
    const free = [{apiId: 'a', stage: '', basePath: 'x'}];
    expect(chooseMapping(DOMAIN, {mappings: free, rules: []}, '/x/prod/items')).to.deep.include({
      stage: 'prod',
      path: '/items',
    });
  });

  it('says what there is when nothing is mapped there', () => {
    const choice = chooseMapping(DOMAIN, {mappings: mappings.slice(1), rules: []}, '/else');
    expect([choice.mapping, choice.isSure]).to.deep.equal([null, true]);
    expect(choice.because).to.include('there are: /orders, /orders/v1');
  });

  describe('with routing rules', () => {
    const ruled = {...DOMAIN, routingMode: 'ROUTING_RULE_THEN_API_MAPPING'};
    const rule = (members: Partial<RoutingRule>): RoutingRule => ({
      ...{priority: 1, basePaths: null, headers: [], apiId: 'ruled', stage: 'prod', stripsBasePath: true},
      ...members,
    });
    const choose = (path: string, ...rules: RoutingRule[]) => chooseMapping(ruled, {mappings, rules}, path);

    it('takes the first whose base path begins the path, before all mappings', () => {
      expect(choose('/orders/v1/a', rule({basePaths: ['orders']}))).to.deep.include({stage: 'prod', path: '/v1/a'});
      expect(choose('/orders/v1/a', rule({basePaths: ['orders'], stripsBasePath: false})).path).to.equal(
        '/orders/v1/a',
      );
      expect(choose('/orders', rule({basePaths: ['order']})).mapping?.apiId).to.equal('api-orders');
      expect(choose('/x', rule({apiId: 'first'}), rule({priority: 2})).mapping?.apiId).to.equal('first');
      const alone = {...ruled, routingMode: 'ROUTING_RULE_ONLY'};
      const none = chooseMapping(alone, {mappings, rules: [rule({basePaths: ['y']})]}, '/orders');
      expect(none).to.deep.include({mapping: null, isSure: true});
      expect(none.because).to.include('no routing rule');
    });

    it('is not sure where a header decides, unless all that may take it lead to the same', () => {
      const asking = rule({headers: ['X-Version']});
      const unsure = choose('/orders', asking);
      expect(unsure).to.deep.include({isSure: false, mapping: null});
      expect(unsure.because).to.include('rule 1 asks for X-Version');
      expect(choose('/orders', asking, rule({priority: 2})).mapping?.apiId).to.equal('ruled');
      expect(choose('/orders', rule({headers: ['x'], basePaths: ['y']})).mapping?.apiId).to.equal('api-orders');
    });
  });
});
