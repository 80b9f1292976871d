import {expect} from 'chai';
import {z} from 'zod';
import {defineCheck} from '../../src/model/check.ts';
import type {AwsFacts} from '../../src/model/facts/aws-facts.ts';
import type {FactName, World, WorldOf} from '../../src/model/facts/world.ts';
import {pass, type Verdict} from '../../src/model/outcome.ts';
import {resourceParam} from '../../src/model/params.ts';
import {attachedCertificates} from '../../src/readers/attached-certificates.ts';
import {awsWorld} from '../support/aws-world.ts';

const docs = {why: 'why', fix: 'fix', byHand: 'by hand', links: []};
const params = z.strictObject({
  alb: resourceParam('loadBalancer', 'a load balancer'),
  api: resourceParam('api', 'an API').optional(),
});
type Given = z.output<typeof params>;
const HOLDS: Verdict = pass({place: 'here', actual: 'it holds', expected: 'it holds', evidence: []});

/** A check that asks for the listener and the name of an API, whatever it does with them. */
function checkThat(run: (params: Given, world: WorldOf<'listener' | 'api' | 'http'>) => Promise<Verdict>) {
  return defineCheck({
    id: 'test/asks',
    title: 'A check that asks',
    ...docs,
    facts: ['listener', 'api', 'http'],
    params: () => params,
    run,
  });
}

describe('a check', () => {
  it('needs the IAM actions of its facts, each once, sorted', () => {
    expect(checkThat(async () => HOLDS).iam).to.deep.equal([
      'apigateway:GET',
      'elasticloadbalancing:DescribeListeners',
      'elasticloadbalancing:DescribeLoadBalancers',
    ]);
  });

  it('touches what its facts are of; one of the wire may ask AWS how long to look', () => {
    const touching = (...facts: FactName[]) =>
      defineCheck({id: 'a/b', title: 'a claim', ...docs, facts, params: () => params, run: async () => HOLDS}).touches;
    expect(touching('listener', 'api')).to.equal('aws');
    expect(touching('loadBalancerAttributes', 'sse')).to.equal('wire');
    expect(touching('http')).to.equal('wire');
    expect(touching('dns')).to.equal('wire');
    expect(touching('hostedZone', 'dns')).to.equal('aws');
    expect(touching('files')).to.equal('repo');
    expect(touching('terraform')).to.equal('repo');
    expect(touching()).to.equal('aws');
  });

  it('makes its params when they are first asked for, and once', () => {
    let made = 0;
    const check = defineCheck({
      id: 'test/lazy',
      title: 'A check of a start',
      ...docs,
      facts: [],
      params: () => {
        made++;
        return z.strictObject({host: z.string()});
      },
      run: async () => HOLDS,
    });
    expect(made).to.equal(0);
    expect(check.params).to.equal(check.params);
    expect(made).to.equal(1);
  });

  it('is handed the facts that it declares', async () => {
    const world = awsWorld();
    const check = checkThat(async ({alb}, {aws, now}) => {
      expect((await aws.listener(alb)).port).to.equal(443);
      expect(now).to.equal(world.now);
      return HOLDS;
    });
    expect(await check.run({alb: 'alb'}, world)).to.equal(HOLDS);
  });

  it('has no other to ask, also where its types were cast away', async () => {
    const world = awsWorld();
    const check = checkThat(async ({alb}, narrowed) => {
      const {aws, sse} = narrowed as World;
      expect(sse).to.equal(undefined);
      await aws.certificates(alb);
      return HOLDS;
    });
    const thrown = await check.run({alb: 'alb'}, world).catch((error: unknown) => error);
    expect(thrown).to.be.instanceOf(TypeError).with.property('message', 'aws.certificates is not a function');
    expect(world.usedActions()).to.deep.equal([]);
  });

  it('asks nothing of a world before it runs', async () => {
    const world = {now: new Date(0), http: {}} as World;
    expect(await checkThat(async () => HOLDS).run({alb: 'alb'}, world)).to.equal(HOLDS);
  });

  it('does not compile when it asks for more, or of the wrong thing (held by `npm run types`)', () => {
    const neverCalled = () => {
      checkThat(async ({alb, api}, world) => {
        const {aws} = world;
        await aws.listener(alb);
        // @ts-expect-error: not declared
        await aws.certificates(alb);
        // @ts-expect-error: nor through a reader, which asks for certificates
        await attachedCertificates(aws, alb);
        // @ts-expect-error: the stream is not declared
        world.sse;
        // @ts-expect-error: a load balancer is not an API
        await aws.api(alb);
        // @ts-expect-error: an API has no listener
        if (api !== undefined) await aws.listener(api);
        // @ts-expect-error: a text that came from anywhere names no resource
        await aws.listener('alb');
        return HOLDS;
      });
      const rest = {
        id: 'a/b',
        title: 'a claim',
        ...docs,
        params: () => params,
        run: async () => HOLDS,
      } as const;
      // @ts-expect-error: there is no such fact
      defineCheck({...rest, facts: ['listenr']});
      const whole = (_aws: AwsFacts) => HOLDS;
      // @ts-expect-error: what takes all facts takes more than was declared
      checkThat(async (_params, {aws}) => whole(aws));
    };
    expect(neverCalled).to.be.a('function');
  });
});
