import {expect} from 'chai';
import {NOTHING_STATED, type RequestParts, sentParts} from '../../../src/domain/api-gateway/sent-parts.ts';
import type {ApiIntegration} from '../../../src/model/facts/aws-facts.ts';
import {API, integration} from '../../support/aws-facts.ts';

const STATED: RequestParts = {headers: {accept: ['*/*'], 'x-user': ['ann']}, query: 'a=1&b=2'};

describe('what an integration sends besides method, host and path', () => {
  describe('of a REST API', () => {
    it('is what clients send, through a proxy integration alone', () => {
      expect(rest({})).to.deep.equal(STATED);
      expect(rest({}, {type: 'HTTP'})).to.deep.equal({headers: {}, query: undefined});
    });

    it('has literals, and what is mapped from the request', () => {
      const sent = rest({
        'integration.request.header.X-Origin-Verify': "'hush'",
        'integration.request.header.X-From': 'method.request.header.X-User',
        'integration.request.header.X-A': 'method.request.querystring.a',
        'integration.request.header.X-Path': 'method.request.path.proxy',
        'integration.request.querystring.c': "'3'",
      });
      expect(sent.headers).to.deep.include({
        'x-origin-verify': ['hush'],
        'x-from': ['ann'],
        'x-a': ['1'],
        'x-path': ['mcp'],
      });
      expect(sent.query).to.equal('a=1&b=2&c=3');
    });

    it('is not known where it comes from what is not stated, from the context, or was redacted', () => {
      const mappings = {
        'integration.request.header.X-Id': 'context.requestId',
        'integration.request.header.Accept': 'method.request.header.Gone',
        'integration.request.header.X-User': '[redacted]',
        'integration.request.querystring.c': 'stageVariables.c',
      };
      expect(rest(mappings)).to.deep.equal({headers: {}, query: undefined});
      const literal = rest({'integration.request.querystring.c': "'3'"}, {}, NOTHING_STATED);
      expect(literal).to.deep.equal({headers: {}, query: undefined});
    });
  });

  describe('of an HTTP API', () => {
    it('is what clients send, with what is overwritten, appended and removed', () => {
      const sent = http({
        'overwrite:header.X-Origin-Verify': 'hush',
        'append:header.X-User': `bob-\${request.querystring.a}`,
        'remove:header.Accept': '',
        'overwrite:querystring.a': '$request.path.proxy',
        'append:querystring.b': '3',
      });
      expect(sent).to.deep.equal({
        headers: {'x-origin-verify': ['hush'], 'x-user': ['ann', 'bob-1'], accept: []},
        query: 'b=2&a=mcp&b=3',
      });
    });

    it('is not known where the context is part of it', () => {
      const sent = http({'overwrite:header.X-User': '$context.requestId', 'append:querystring.a': '$stageVariables.a'});
      expect(sent).to.deep.equal({headers: {accept: ['*/*']}, query: undefined});
    });
  });
});

function rest(
  requestParameters: ApiIntegration['requestParameters'],
  members: Partial<ApiIntegration> = {},
  stated = STATED,
) {
  return sentParts(API, integration({requestParameters, ...members}), stated, {proxy: 'mcp'});
}

function http(requestParameters: ApiIntegration['requestParameters']) {
  return sentParts({...API, protocol: 'HTTP'}, integration({requestParameters}), STATED, {proxy: 'mcp'});
}
