import {expect} from 'chai';
import {cameThrough} from '../../../src/checks/http/came-through.ts';
import {CannotTell} from '../../../src/model/errors.ts';
import type {LoadBalancer, NetworkInterface} from '../../../src/model/facts/aws-facts.ts';
import type {HttpExchange} from '../../../src/model/facts/wire/http.ts';
import type {World} from '../../../src/model/facts/world.ts';
import {exchanged, HTTP_URL, httpProbe, worldOf} from '../../support/wire-facts.ts';

const REST = {'x-amzn-requestid': '66b53bf4-73c1-486c-af83-18293d603e7f', 'x-amz-apigw-id': 'Cf8dRE1sliAFj2A='};
const DNS_NAME = 'central-alb-1.eu-central-1.elb.amazonaws.com';

function exchangeFrom(
  remoteAddress: string,
  headers: Record<string, string> = {},
  connectedTo: string | null = null,
): HttpExchange {
  const exchange = exchanged({headers});
  if (exchange.connection === null) throw new Error('no connection');
  return {...exchange, connection: {...exchange.connection, remoteAddress, connectedTo}};
}

interface Behind {
  readonly resolved?: readonly string[];
  readonly scheme?: LoadBalancer['scheme'];
  readonly publicAddresses?: readonly string[];
  readonly privateAddresses?: readonly string[];
}

function judge(exchange: HttpExchange, given: Record<string, unknown>, behind: Behind = {}) {
  const {resolved = ['203.0.113.1'], scheme = 'internet-facing', publicAddresses = [], privateAddresses = []} = behind;
  const aws = {
    loadBalancer: async () => ({arn: 'arn:alb', dnsName: DNS_NAME, scheme}) as LoadBalancer,
    loadBalancerInterfaces: async () => [{publicAddresses, privateAddresses} as unknown as NetworkInterface],
  } as unknown as World['aws'];
  const dns = {addresses: async (name: string) => ({name, addresses: resolved})};
  const world = worldOf({http: httpProbe(async () => exchange), dns, aws});
  return cameThrough.run(cameThrough.params.parse({url: HTTP_URL, ...given}), world);
}

const messageOf = (judged: Promise<unknown>) =>
  judged.then(
    () => 'a verdict',
    (error: unknown) => (error instanceof CannotTell ? error.message : error),
  );

const GATEWAY = {hop: 'api-gateway'};
const BALANCER = {hop: 'load-balancer', alb: 'alb'};

describe('http/came-through', () => {
  it('knows API Gateway by its own request ids', async () => {
    for (const headers of [REST, {'apigw-requestid': 'Cf8dRE1sliAFj2A='}]) {
      const verdict = await judge(exchangeFrom('198.51.100.7', headers), GATEWAY);
      expect(verdict.status).to.equal('pass');
      expect(verdict.summary).to.match(/apigw/);
    }
  });

  it('does not take the request id of any service for one', async () => {
    const lambda = exchangeFrom('198.51.100.7', {'x-amzn-requestid': REST['x-amzn-requestid']});
    expect(await messageOf(judge(lambda, GATEWAY))).to.include('may be of any AWS service');
    expect(await messageOf(judge(exchangeFrom('198.51.100.7', {'apigw-requestid': ''}), GATEWAY))).to.include(
      'no request id',
    );
  });

  it('knows the load balancer by an address that its name resolves to, whatever the spelling', async () => {
    const spellings = [
      ['203.0.113.1', '203.0.113.1'],
      ['::ffff:203.0.113.1', '203.0.113.1'],
      ['2001:DB8:0:0::1', '2001:db8::1'],
    ] as const;
    for (const [answered, resolved] of spellings) {
      const verdict = await judge(exchangeFrom(answered), BALANCER, {resolved: [resolved]});
      expect(verdict.status, answered).to.equal('pass');
    }
    const byHost = {hop: 'load-balancer', loadBalancerHost: DNS_NAME};
    expect((await judge(exchangeFrom('203.0.113.1'), byHost)).status).to.equal('pass');
  });

  it('knows it by its network interfaces where DNS names others of it', async () => {
    const behind = {publicAddresses: ['203.0.113.9'], privateAddresses: ['10.0.0.9']};
    expect((await judge(exchangeFrom('203.0.113.9'), BALANCER, behind)).status).to.equal('pass');
    expect((await judge(exchangeFrom('10.0.0.9'), BALANCER, {...behind, scheme: 'internal'})).status).to.equal('pass');
    // Any network may have the same private address.
    expect(await messageOf(judge(exchangeFrom('10.0.0.9'), BALANCER, behind))).to.include('not known as an address');
  });

  it('fails where the other hop is proven', async () => {
    const still = await judge(exchangeFrom('198.51.100.7', REST), BALANCER);
    expect(still.status).to.equal('fail');
    expect(still.summary).to.include('through API Gateway').and.include('not through the load balancer');
    expect(still.fix).to.include('lead to the load balancer');
    const past = await judge(exchangeFrom('203.0.113.1'), {...GATEWAY, alb: 'alb'});
    expect(past.status).to.equal('fail');
    expect(past.summary).to.include('not through API Gateway');
    expect(past.fix).to.include('domain name of API Gateway');
  });

  it('cannot tell from what proves neither, or both', async () => {
    expect(await messageOf(judge(exchangeFrom('198.51.100.7'), BALANCER))).to.include('not known as an address');
    expect(await messageOf(judge(exchangeFrom('198.51.100.7'), GATEWAY))).to.include('took it out');
    for (const given of [BALANCER, {...GATEWAY, alb: 'alb'}]) {
      expect(await messageOf(judge(exchangeFrom('203.0.113.1', REST), given))).to.include('API Gateway is behind it');
    }
  });

  it('goes by the id of API Gateway where a flag named the address', async () => {
    const pointed = exchangeFrom('203.0.113.1', REST, '203.0.113.1:443');
    expect((await judge(pointed, {...GATEWAY, alb: 'alb'})).status).to.equal('pass');
    expect((await judge(pointed, BALANCER)).status).to.equal('fail');
  });

  it('says where a flag pointed it', async () => {
    const verdict = await judge(exchangeFrom('203.0.113.1', {}, '203.0.113.1:443'), BALANCER);
    expect(verdict.summary).to.include('pointed to 203.0.113.1:443 by --resolve or --connect-to');
  });

  it('needs the load balancer to know it by', () => {
    expect(cameThrough.params.safeParse({url: HTTP_URL, hop: 'load-balancer'}).success).to.equal(false);
    expect(cameThrough.params.safeParse({url: HTTP_URL, hop: 'api-gateway'}).success).to.equal(true);
  });
});
