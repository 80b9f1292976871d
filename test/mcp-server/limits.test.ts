import {expect} from 'chai';
import {completeLimits, DEFAULT_LIMITS, parseLimits} from '../../src/mcp-server/limits.ts';

describe('mcp-server limits', () => {
  it('are those given, and the defaults', () => {
    expect(completeLimits(parseLimits(['body=5', 'keep-alive=65m']))).to.deep.equal({
      ...DEFAULT_LIMITS,
      bodyBytes: 5,
      keepAliveMs: 3_900_000,
    });
  });

  it('give way to one that is given, where two belong together', () => {
    expect(completeLimits({requestTimeoutMs: 5000})).to.include({headTimeoutMs: 5000, requestTimeoutMs: 5000});
    expect(completeLimits({headTimeoutMs: 40_000})).to.include({headTimeoutMs: 40_000, requestTimeoutMs: 40_000});
    expect(() => completeLimits({headTimeoutMs: 2, requestTimeoutMs: 1})).to.throw('head-time cannot be more');
  });

  it('name the allowed values', () => {
    expect(() => parseLimits(['end-time=0s'])).to.throw('a time like 30s, from 1ms to 3600s');
    expect(() => parseLimits(['streams=0'])).to.throw('a number, from 1 to 1000000');
  });
});
