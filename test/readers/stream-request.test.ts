import {expect} from 'chai';
import {AwsRefusal, CannotTell} from '../../src/model/errors.ts';
import type {AwsFacts} from '../../src/model/facts/aws-facts.ts';
import {heldStreamParams, streamParams} from '../../src/model/stream-params.ts';
import {streamRequestOf} from '../../src/readers/stream-request.ts';
import {STREAM_URL} from '../support/wire-facts.ts';

function aws(idle: string | Error): Pick<AwsFacts, 'loadBalancerAttributes'> {
  return {
    loadBalancerAttributes: async () => {
      if (idle instanceof Error) throw idle;
      return {'idle_timeout.timeout_seconds': idle};
    },
  } as unknown as AwsFacts;
}

const asked = (params: object, idle: string | Error = '60') =>
  streamRequestOf(streamParams().parse({url: STREAM_URL, ...params}), aws(idle));

describe('the request that checks of a stream make', () => {
  it('is the same for the same parameters, whatever the check', async () => {
    const held = heldStreamParams().parse({url: STREAM_URL, holdFor: '10s'});
    expect((await streamRequestOf(held, aws('60'))).request).to.deep.equal((await asked({})).request);
    expect((await asked({})).request).to.deep.equal({
      url: STREAM_URL,
      headers: {},
      headersWithinMs: 15_000,
      holdForMs: 10_000,
      firstEventWithinMs: 10_000,
    });
  });

  it('holds past the idle timeout, and waits as long for headers', async () => {
    const {request, idleTimeoutMs, untold} = await asked({holdFor: 'past-idle', alb: 'alb'}, '100');
    expect(request).to.include({holdForMs: 111_000, headersWithinMs: 111_000});
    expect({idleTimeoutMs, untold}).to.deep.equal({idleTimeoutMs: 100_000, untold: null});
  });

  it('holds past the default where the load balancer cannot be asked, and says why', async () => {
    const denied = new AwsRefusal('elasticloadbalancing:DescribeLoadBalancers', 'AccessDenied', 'denied', 'grant it');
    const {request, idleTimeoutMs, untold} = await asked({holdFor: 'past-idle', alb: 'alb'}, denied);
    expect(request.holdForMs).to.equal(67_000);
    expect({idleTimeoutMs, untold}).to.deep.equal({idleTimeoutMs: null, untold: denied});
    expect((await asked({holdFor: '3s', alb: 'alb'}, denied)).untold, 'of a hold that needs no asking').to.equal(null);
    expect((await asked({holdFor: 'past-idle', alb: 'alb'}, 'off')).untold).to.be.instanceOf(CannotTell);
  });

  it('lets through what is no doubt about AWS', async () => {
    const bug = new TypeError('a bug');
    expect(await asked({alb: 'alb'}, bug).catch((thrown: unknown) => thrown)).to.equal(bug);
  });

  it('gives headers as long as the first byte', async () => {
    expect((await asked({firstByteWithin: '20s'})).request.headersWithinMs).to.equal(20_000);
  });

  it('expects an event, unless the item says otherwise or speaks MCP', async () => {
    const expected = async (params: object) => (await asked(params)).expect;
    expect(await expected({})).to.equal('event');
    expect(await expected({headers: {'mcp-session-id': 'a'}})).to.equal('byte');
    expect(await expected({headers: {'MCP-Protocol-Version': '2025-11-25'}})).to.equal('byte');
    expect(await expected({headers: {'Mcp-Session-Id': 'a'}, expect: 'event'})).to.equal('event');
    expect((await asked({expect: 'headers'})).request).not.to.have.property('firstEventWithinMs');
  });

  it('is not made for a hold of no time, or past an idle timeout of nobody', () => {
    const messages = (params: object) => heldStreamParams().safeParse({url: STREAM_URL, ...params}).error?.issues;
    expect(messages({holdFor: '0ms'})?.[0]?.message).to.contain('longer than nothing');
    expect(messages({holdFor: '00d'})?.[0]?.message).to.contain('longer than nothing');
    expect(messages({holdFor: '1ms'})).to.equal(undefined);
    expect(messages({holdFor: 'past-idle'})?.[0]).to.deep.include({path: ['alb']});
    expect(messages({})?.[0]?.path).to.deep.equal(['holdFor']);
  });
});
