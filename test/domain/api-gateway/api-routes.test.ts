import {expect} from 'chai';
import {chooseRoute, requireSureRoute} from '../../../src/domain/api-gateway/api-routes.ts';
import {CannotTell} from '../../../src/model/errors.ts';
import {API, apiRoute} from '../../support/aws-facts.ts';

const HTTP = {...API, protocol: 'HTTP'} as const;

describe('the route of an API that takes a request', () => {
  describe('of a REST API', () => {
    const routes = ['GET /pets', 'GET /pets/dog', 'ANY /pets/{id}', 'GET /pets/{id}', 'ANY /{proxy+}'];
    for (const [asked, route] of [
      ['GET /pets', 'GET /pets'],
      ['GET /pets/dog', 'GET /pets/dog'],
      ['GET /pets/cat', 'GET /pets/{id}'],
      ['PUT /pets/cat', 'ANY /pets/{id}'],
      ['GET /pets/cat/toys', 'ANY /{proxy+}'],
      ['GET /', null],
    ] as const) {
      it(`sends ${asked} to ${route}`, () => {
        const choice = choose(API, routes, asked);
        expect(choice.isSure).to.equal(true);
        expect(named(choice.route)).to.equal(route);
      });
    }

    it('takes an exact path for sure, whatever it looks like', () => {
      expect(named(choose(API, ['GET /a/'], 'GET /a/').route)).to.equal('GET /a/');
    });

    it('does not know what happens when the most specific resource lacks the method', () => {
      expect(choose(API, routes, 'POST /pets').isSure).to.equal(false);
      const only = choose(API, ['GET /pets'], 'POST /pets');
      expect([only.isSure, only.route]).to.deep.equal([true, null]);
      expect(only.because).to.include('403');
    });

    it('does not know which of two wins when each is more specific somewhere', () => {
      expect(choose(API, ['GET /a/{x}', 'GET /{y}/b'], 'GET /a/b').because).to.include('not documented');
      expect(choose(API, ['GET /a/{proxy+}', 'GET /{y}/b'], 'GET /a/b').isSure).to.equal(false);
    });
  });

  describe('of an HTTP API', () => {
    const routes = ['GET /pets/dog/1', 'GET /pets/dog/{id}', 'GET /pets/{proxy+}', 'ANY /{proxy+}', ' $default'];
    for (const [asked, route] of [
      ['GET /pets/dog/1', 'GET /pets/dog/1'],
      ['GET /pets/dog/2', 'GET /pets/dog/{id}'],
      ['GET /pets/cat/1', 'GET /pets/{proxy+}'],
      ['POST /test/5', 'ANY /{proxy+}'],
      ['POST /pets/dog/1', 'ANY /{proxy+}'],
    ] as const) {
      it(`sends ${asked} to ${route}, as the developer guide has it`, () => {
        expect(named(choose(HTTP, routes, asked).route)).to.equal(route);
      });
    }

    it('falls back to $default, and to nothing', () => {
      expect(choose(HTTP, ['GET /a', ' $default'], 'GET /b').route?.path).to.equal('$default');
      const nothing = choose(HTTP, ['GET /a'], 'GET /b');
      expect([nothing.isSure, nothing.route]).to.deep.equal([true, null]);
      expect(nothing.because).to.include('404');
    });

    it('takes a full match before a greedy one', () => {
      expect(named(choose(HTTP, ['GET /{y}/b', 'GET /a/{proxy+}'], 'GET /a/b').route)).to.equal('GET /{y}/b');
    });

    it('does not know whether path or method is the more specific', () => {
      expect(choose(HTTP, ['GET /{proxy+}', 'ANY /a/{proxy+}'], 'GET /a/b').isSure).to.equal(false);
    });

    it('does not know whether a greedy variable may be empty', () => {
      expect(choose(HTTP, ['ANY /{proxy+}'], 'GET /').isSure).to.equal(false);
    });
  });

  it('says what the variables stand for', () => {
    const {parameters} = choose(API, ['ANY /{service}/x/{proxy+}'], 'GET /a/x/b/c');
    expect(parameters).to.deep.equal({service: 'a', proxy: 'b/c'});
  });

  it('does not guess about paths that AWS may rewrite', () => {
    for (const path of ['/a/', '/a//b', '/a%2Fb']) {
      expect(choose(API, ['ANY /{proxy+}'], `GET ${path}`).isSure, path).to.equal(false);
    }
  });

  it('does not speak for WebSocket APIs, and throws where it has to be sure', () => {
    const socket = {...API, protocol: 'WEBSOCKET'} as const;
    expect(choose(socket, ['ANY /{proxy+}'], 'GET /a').isSure).to.equal(false);
    const request = {method: 'GET', path: '/a'};
    expect(() => requireSureRoute(socket, [apiRoute()], request)).to.throw(
      CannotTell,
      `jessica-api (${API.id}), GET /a`,
    );
    expect(requireSureRoute(API, [apiRoute({path: '/a'})], request).route?.path).to.equal('/a');
  });
});

function choose(api: typeof API, routes: readonly string[], asked: string) {
  const [method = '', path = ''] = asked.split(' ');
  return chooseRoute(api, routes.map(routeOf), {method, path});
}

function routeOf(text: string) {
  const [method = '', path = ''] = text.split(' ');
  return apiRoute({method, path});
}

function named(route: {method: string; path: string} | null): string | null {
  return route === null ? null : `${route.method} ${route.path}`;
}
