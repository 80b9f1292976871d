import {expect} from 'chai';
import {redirectOf} from '../../../src/domain/http/redirect-kind.ts';

describe('what a redirect changes', () => {
  const rows: readonly (readonly [from: string, to: string, kind: string])[] = [
    ['https://a.example/sse', '/sse/', 'slash'],
    ['https://a.example/sse/?x=1', '/sse?x=1', 'slash'],
    ['https://a.example/sse', '/sse?session=1', 'elsewhere'],
    ['https://a.example/sse', 'https://a.example:8443/sse', 'elsewhere'],
    ['https://a.example/sse', 'https://b.example/sse/', 'host'],
    ['https://a.example/sse', 'http://a.example/sse/', 'downgrade'],
    ['http://a.example/sse', 'https://a.example/sse', 'https'],
    ['https://a.example/sse', 'https://a.example/sse', 'itself'],
    ['https://a.example/sse', '/login?next=/sse', 'login'],
  ];
  for (const [from, to, kind] of rows) {
    it(`${kind}: from ${from} to ${to}`, () => {
      expect(redirectOf(to, from)).to.equal(kind);
    });
  }
});
