import {expect} from 'chai';
import {isCached, requireOneDeployment, requireStage} from '../../../src/domain/api-gateway/api-stages.ts';
import {CannotTell} from '../../../src/model/errors.ts';
import type {ApiStage} from '../../../src/model/facts/aws-facts.ts';
import {API, apiStage} from '../../support/aws-facts.ts';

const CANARY = {percentTraffic: 10, deploymentId: 'd-2', overrides: []};

describe('a stage', () => {
  it('names the others when there is none of that name', () => {
    expect(requireStage(API, [apiStage({name: 'prod'})], 'prod').name).to.equal('prod');
    expect(() => requireStage(API, [apiStage({name: 'prod'})], 'prd')).to.throw(CannotTell, 'Did you mean "prod"?');
    expect(() => requireStage(API, [], 'prod')).to.throw(CannotTell, 'There are: none');
  });

  it('serves what its export says', () => {
    const [evidence] = requireOneDeployment(API, apiStage({deploymentId: 'd-1'}));
    expect(evidence?.value).to.equal('d-1, as exported; what was changed since is not in it');
    const undeployed = apiStage({deploymentId: null});
    expect(() => requireOneDeployment(API, undeployed)).to.throw(CannotTell, 'names no deployment');
    expect(requireOneDeployment(API, {...undeployed, autoDeploys: true})).to.have.length(1);
  });

  it('serves something else, too, while a canary takes requests', () => {
    const withCanary = (canary: ApiStage['canary']) => () =>
      requireOneDeployment(API, apiStage({deploymentId: 'd-1', canary}));
    expect(withCanary(CANARY)).to.throw(CannotTell, '10 % of the requests get its canary, deployment d-2');
    expect(withCanary({...CANARY, deploymentId: 'd-1', overrides: ['link']})).to.throw(
      CannotTell,
      'with other stage variables: link',
    );
    expect(withCanary({...CANARY, deploymentId: 'd-1'})).not.to.throw();
  });

  it('of a WebSocket API cannot be exported', () => {
    expect(() => requireOneDeployment({...API, protocol: 'WEBSOCKET'}, apiStage())).to.throw(
      CannotTell,
      'a WebSocket API cannot be exported',
    );
  });

  it('caches GET where its settings say so, and another method by settings of its own', () => {
    const settings = {method: '*', path: '*', isCached: true, throttlingRateLimit: null, throttlingBurstLimit: null};
    const caching = (members: Partial<ApiStage>, method = 'GET') =>
      isCached(apiStage({hasCache: true, methodSettings: [settings], ...members}), {method, path: '/a'});
    expect(caching({})).to.equal(true);
    expect(caching({}, 'POST')).to.equal(false);
    expect(caching({hasCache: false})).to.equal(false);
    expect(caching({methodSettings: []})).to.equal(false);
    expect(caching({methodSettings: [{...settings, method: 'POST', path: '/a'}]}, 'POST')).to.equal(true);
    const off = {...settings, method: 'GET', path: '/a', isCached: false};
    expect(caching({methodSettings: [off, settings]})).to.equal(false);
    expect(isCached(null, {method: 'GET', path: '/a'})).to.equal(false);
  });
});
