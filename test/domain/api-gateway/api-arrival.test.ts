import {expect} from 'chai';
import {arrivalOf, type NamedStage, withStageVariables} from '../../../src/domain/api-gateway/api-arrival.ts';
import type {ApiIntegration} from '../../../src/model/facts/aws-facts.ts';
import {API, integration} from '../../support/aws-facts.ts';

const PATH = '/jessica-service/mcp';

describe('what a load balancer sees of a request through API Gateway', () => {
  describe('from a REST API', () => {
    it('has the host of the uri and the stage in the path, with the path of caller and uri', () => {
      const seen = rest({uri: 'https://api.georgi.io/{proxy}'});
      expect(seen).to.deep.include({method: 'GET', host: 'api.georgi.io', scheme: 'https', port: 443});
      expect(seen.paths).to.deep.equal(['/prod/jessica-service/mcp', '/prod/mcp']);
    });

    it('has one path where caller and uri agree, or the uri has none', () => {
      for (const uri of ['http://api.georgi.io:8080/jessica-service/{proxy}', 'http://API.georgi.io:8080']) {
        const seen = rest({uri});
        expect(seen).to.deep.include({host: 'api.georgi.io', scheme: 'http', port: 8080});
        expect(seen.paths, uri).to.deep.equal(['/prod/jessica-service/mcp']);
      }
    });

    it("fills in the stage's variables", () => {
      const seen = rest({uri: `http://\${stageVariables.name}/`}, {variables: {name: 'api.georgi.io'}});
      expect(seen.host).to.equal('api.georgi.io');
      expect(rest({uri: `http://\${stageVariables.name}/`}).paths).to.deep.equal([]);
    });

    it('can be called with a method of its own', () => {
      expect(rest({httpMethod: 'POST'}).method).to.equal('POST');
      expect(rest({httpMethod: null}).method).to.equal('GET');
    });

    it('is not known where something overrides it', () => {
      const requestTemplates = {'application/json': '#set($context.requestOverride.path = "/x")'};
      expect(rest({requestTemplates})).to.deep.include({paths: [], host: 'api.georgi.io'});
      const byKey = {'application/json': "#set($context.requestOverride['path'] = $x)"};
      expect(rest({requestTemplates: byKey}).paths).to.deep.equal([]);
      const harmless = {'application/json': '#set($context.requestOverride.header.x-service = "x")'};
      expect(rest({requestTemplates: harmless}).paths).not.to.deep.equal([]);
      const requestParameters = {'integration.request.header.Host': 'method.request.header.Host'};
      expect(rest({requestParameters, uri: 'http://x'})).to.deep.include({paths: [], host: null});
      expect(rest({uri: 'http://x/{proxy}', requestParameters: {}}).paths).to.deep.equal([]);
      expect(rest({uri: null}).paths).to.deep.equal([]);
    });
  });

  describe('from an HTTP API', () => {
    it('has the stage in the path, none for $default, and a host that nobody documents', () => {
      expect(http({})).to.deep.include({host: null, scheme: 'http', port: null});
      expect(http({}).paths).to.deep.equal(['/prod/jessica-service/mcp']);
      expect(http({}, {name: '$default'}).paths).to.deep.equal([PATH]);
      expect(http({tlsServerName: 'api.georgi.io'}).scheme).to.equal('https');
    });

    it('follows overwrites of path and host', () => {
      const over = (path: string) => http({requestParameters: {'overwrite:path': path}}).paths;
      expect(over('$request.path')).to.deep.equal([PATH]);
      expect(over('/v1/$request.path.proxy')).to.deep.equal(['/v1/mcp']);
      expect(over(`/v1/\${request.path.proxy}/x`)).to.deep.equal(['/v1/mcp/x']);
      expect(over('/$context.stage/x')).to.deep.equal([]);
      const host = (value: string) => http({requestParameters: {'overwrite:header.Host': value}}).host;
      expect([host('x.georgi.io'), host('$request.header.host')]).to.deep.equal(['x.georgi.io', null]);
    });
  });

  it("replaces a stage's variables, all or none", () => {
    const stage = {variables: {a: '1'}};
    expect(withStageVariables(`x\${stageVariables.a}`, stage)).to.equal('x1');
    expect(withStageVariables(`\${stageVariables.a}\${stageVariables.b}`, stage)).to.equal(null);
  });
});

function rest(members: Partial<ApiIntegration>, stage: Partial<NamedStage> = {}) {
  const request = {method: 'GET', path: PATH};
  return arrivalOf(API, {name: 'prod', variables: {}, ...stage}, integration(members), request, {proxy: 'mcp'});
}

function http(members: Partial<ApiIntegration>, stage: Partial<NamedStage> = {}) {
  const request = {method: 'GET', path: PATH};
  const own = integration({requestParameters: {}, ...members});
  return arrivalOf({...API, protocol: 'HTTP'}, {name: 'prod', variables: {}, ...stage}, own, request, {proxy: 'mcp'});
}
