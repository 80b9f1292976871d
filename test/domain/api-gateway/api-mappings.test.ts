import {expect} from 'chai';
import {chooseMapping} from '../../../src/domain/api-gateway/api-mappings.ts';
import type {ApiDomain} from '../../../src/model/facts/aws-facts.ts';

const DOMAIN: ApiDomain = {
  name: 'api.georgi.io',
  targetDnsNames: [],
  endpointTypes: ['REGIONAL'],
  certificateArn: null,
  routingMode: null,
  trustStoreUri: null,
};

describe('the API mapping that takes a path', () => {
  const mappings = ['', 'orders', 'orders/v1'].map((basePath) => ({apiId: `api-${basePath}`, stage: 'prod', basePath}));
  for (const [path, apiId, rest] of [
    ['/orders/v1/items', 'api-orders/v1', '/items'],
    ['/orders/v1', 'api-orders/v1', '/'],
    ['/orders/v10', 'api-orders', '/v10'],
    ['/ordersx', 'api-', '/ordersx'],
  ] as const) {
    it(`${path} goes to ${apiId} as ${rest}`, () => {
      const choice = chooseMapping(DOMAIN, mappings, path);
      expect(choice).to.deep.include({isSure: true, stage: 'prod', path: rest});
      expect(choice.mapping?.apiId).to.equal(apiId);
    });
  }

  it('takes the stage from the path when the mapping names none', () => {
    const free = [{apiId: 'a', stage: '', basePath: 'x'}];
    expect(chooseMapping(DOMAIN, free, '/x/prod/items')).to.deep.include({stage: 'prod', path: '/items'});
  });

  it('says what there is when nothing is mapped there', () => {
    const choice = chooseMapping(DOMAIN, mappings.slice(1), '/else');
    expect([choice.mapping, choice.isSure]).to.deep.equal([null, true]);
    expect(choice.because).to.include('there are: /orders, /orders/v1');
  });

  it('does not know what routing rules do', () => {
    const known = {...DOMAIN, routingMode: 'API_MAPPING_ONLY'};
    expect(chooseMapping(known, mappings, '/orders').isSure).to.equal(true);
    const ruled = {...DOMAIN, routingMode: 'ROUTING_RULE_THEN_API_MAPPING'};
    expect(chooseMapping(ruled, mappings, '/orders')).to.deep.include({isSure: false, mapping: null});
  });
});
