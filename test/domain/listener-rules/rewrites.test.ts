import {expect} from 'chai';
import {seenByTarget, seenText, unlikeWanted} from '../../../src/domain/listener-rules/rewrites.ts';
import type {RoutedRequest} from '../../../src/domain/listener-rules/seen-request.ts';
import type {ListenerRule} from '../../../src/model/facts/aws-facts.ts';
import {forward, HOST, NOT_FOUND, rule} from '../../support/aws-facts.ts';

const REQUEST: RoutedRequest = {host: HOST, path: '/jessica-service/v1', method: 'GET', query: ''};

describe('what a target sees of a request that a rule rewrites', () => {
  it('is the URL with what the regex finds replaced, and its query', () => {
    expect(path('^/jessica-service/(.*)$', '/$1')).to.equal('/v1');
    expect(path('/jessica-service', '')).to.equal('/v1');
    expect(path('^/other/(.*)$', '/$1')).to.equal('/jessica-service/v1');
    expect(path('^([^?]*)', '/fixed', {query: 'a=b'})).to.equal('/fixed');
    expect(url('^/jessica-service/(\\w+)$', '/product.php?id=$1')?.query.value).to.equal('id=v1');
    expect(url('^/jessica-service/(\\w+)$', '/product.php?id=$1')?.path.value).to.equal('/product.php');
    expect(url('^/jessica-service', '', {query: 'a=b'})?.query.value).to.equal('a=b');
  });

  it('is not clear where the query decides and is not stated', () => {
    const unstated = {query: undefined};
    expect(path('^/jessica-service/(.*)', '/$1', unstated)).to.equal('/v1');
    expect(path('^/jessica-service/v1$', '/v2', unstated)).to.equal(null);
    expect(path('\\?version=2$', '', unstated)).to.equal(null);
    const seen = url('^/jessica-service/v1$', '/v2', unstated)?.path;
    expect(seen).to.deep.include({unstated: 'query'});
  });

  it('is not clear where readings differ that AWS does not tell apart', () => {
    expect(path('[a-z]+', 'x')).to.equal(null);
    expect(path('/Jessica-Service', '')).to.equal(null);
    expect(path('^/jessica-service/V1', '/v2')).to.equal(null);
    expect(path('^/jessica-service/(.*)$', '/$2')).to.equal(null);
    expect(path('^/jessica-service/(.*)$', '/\\1')).to.equal(null);
    expect(path('^/jessica-service(?=/)', '')).to.equal(null);
    expect(path('^/jessica-service/', 'v2/')).to.equal(null);
    expect(path('^/jessica', '/x', {path: '/jessica%2Fa'})).to.equal(null);
  });

  it('is another host', () => {
    const host = (regex: string, replace: string) =>
      seenByTarget(transforming('host-header-rewrite', regex, replace), REQUEST)?.host.value;
    expect(host('^mcp\\.(.+)$', 'internal.$1')).to.equal('internal.run.georgi.io');
    expect(host('^api\\.', '')).to.equal(HOST);
    expect(seenByTarget(transforming('host-header-rewrite', 'a', 'b'), {...REQUEST, host: null})?.host.value).to.equal(
      null,
    );
  });

  it('is not known of a transform that is new', () => {
    const seen = seenByTarget({...transforming('', '', ''), transforms: [{type: 'teleport', rewrites: []}]}, REQUEST);
    expect([seen?.path.value, seen?.host.value]).to.deep.equal([null, null]);
    expect(seenText(seen, REQUEST)).to.equal(
      'what the target sees is not clear: rule 90 has a transform teleport, which is not known to this version',
    );
  });

  it('is said only where it differs', () => {
    const text = (regex: string, replace: string) => {
      const one = transforming('url-rewrite', regex, replace);
      return seenText(seenByTarget(one, REQUEST), REQUEST);
    };
    expect(text('^/jessica-service', '')).to.equal('the target sees path /v1');
    expect(text('^/jessica-service/(.*)', '/?of=$1')).to.equal('the target sees path /?of=v1');
    expect(text('^/other', '')).to.equal('');
    expect(seenByTarget({...transforming('url-rewrite', 'a', 'b'), actions: [NOT_FOUND]}, REQUEST)).to.equal(null);
    expect(seenText(null, REQUEST)).to.equal('');
  });

  it('is compared with what it is to be', () => {
    const one = transforming('url-rewrite', '^/jessica-service', '');
    expect(unlikeWanted(one, REQUEST, {path: '/v1', host: HOST.toUpperCase()})).to.deep.equal({wrong: [], open: []});
    expect(unlikeWanted(one, REQUEST, {path: '/jessica-service/v1'}).wrong).to.deep.equal([
      'path /v1, not /jessica-service/v1',
    ]);
    expect(unlikeWanted(transforming('url-rewrite', 'V1', ''), REQUEST, {path: '/x'}).open).to.have.length(1);
    expect(unlikeWanted(transforming('url-rewrite', 'V1', ''), REQUEST, {host: HOST}).open).to.have.length(0);
  });
});

function transforming(type: string, regex: string, replace: string): ListenerRule {
  return {...rule(90, {}, forward(['jessica-service-sse', 1])), transforms: [{type, rewrites: [{regex, replace}]}]};
}

function url(regex: string, replace: string, more: Partial<RoutedRequest> = {}) {
  return seenByTarget(transforming('url-rewrite', regex, replace), {...REQUEST, ...more});
}

function path(regex: string, replace: string, more: Partial<RoutedRequest> = {}) {
  return url(regex, replace, more)?.path.value;
}
