import {createServer as createProxy} from 'node:http';
import {type AddressInfo, createServer} from 'node:net';
import {DescribeCertificateCommand} from '@aws-sdk/client-acm';
import {
  DescribeLoadBalancersCommand,
  DescribeTargetGroupsCommand,
  type LoadBalancer,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import {ListHostedZonesCommand} from '@aws-sdk/client-route-53';
import {expect} from 'chai';
import {AwsRefusal, CannotTell} from '../../../src/model/errors.ts';
import {refTo} from '../../../src/model/resource-ref.ts';
import {KnownSecrets} from '../../../src/model/text/secrets/known-secrets.ts';
import {createAws} from '../../../src/probes/aws/create-aws.ts';
import {liveFacts} from '../../../src/probes/facts.ts';
import {
  mockedSdk,
  PLATFORM,
  probe,
  RESOURCES,
  refusedWith,
  sdkLoadBalancer,
  sleeplessClock,
} from '../../support/aws-answers.ts';
import {thrownBy} from '../../support/thrown-by.ts';

describe('AWS refusals', () => {
  const sdk = mockedSdk();
  beforeEach(() => sdk.reset());
  after(() => sdk.restore());

  /** What the list of load balancers rejects with, and after how many calls. */
  async function refusedBy(thrown: Error) {
    sdk.elb.on(DescribeLoadBalancersCommand).rejects(thrown);
    const {aws, facts, clock} = probe();
    const refusal = await thrownBy(facts.loadBalancer('alb'), AwsRefusal);
    return {refusal, calls: aws.calls().elasticloadbalancing, clock, facts};
  }

  it('access denied names the action to grant, who and where, and is asked once', async () => {
    const {refusal, calls} = await refusedBy(refusedWith('AccessDenied', 'User X is not authorized', 403));
    expect(refusal.message).to.equal(
      'elasticloadbalancing:DescribeLoadBalancers in account platform (444444444444), eu-central-1: access denied (AccessDenied: User X is not authorized)',
    );
    expect(refusal.fix).to.include('grant elasticloadbalancing:DescribeLoadBalancers').and.include('explain');
    expect([refusal.transient, calls]).to.deep.equal([false, 1]);
  });

  it('says what it has in common with others: the account, the action and the code, or what meets every action', async () => {
    const platform = 'account platform (444444444444)';
    const action = 'elasticloadbalancing:DescribeLoadBalancers';
    for (const [thrown, commonCause, permanent] of [
      [refusedWith('AccessDenied', 'User X, request 1', 403), `access denied (${action}: AccessDenied)`, true],
      [refusedWith('ExpiredToken', 'The token is expired', 403), 'the credentials have expired', false],
      [refusedWith('RequestExpired', 'too late', 400), 'the credentials have expired', false],
      [refusedWith('CredentialsProviderError', 'none', 0), 'there are no credentials', true],
      [refusedWith('InvalidClientTokenId', 'x', 403), 'AWS does not accept the credentials here', true],
      [refusedWith('Throttling', 'Rate exceeded'), `throttled (${action}: Throttling)`, false],
      [
        Object.assign(new Error('connect'), {code: 'ECONNREFUSED'}),
        'the endpoint could not be reached (ECONNREFUSED)',
        false,
      ],
    ] as const) {
      const {refusal} = await refusedBy(thrown);
      expect(refusal.commonCause).to.equal(`${platform}: ${commonCause}`);
      expect(refusal.permanent, commonCause).to.equal(permanent);
      sdk.reset();
    }
  });

  it('access denied by EC2 comes without its kilobytes of encoded text', async () => {
    const {refusal} = await refusedBy(
      refusedWith(
        'UnauthorizedOperation',
        'You are not authorized. Encoded authorization failure message: abcdef',
        403,
      ),
    );
    expect(refusal.message).to.match(/\(UnauthorizedOperation: You are not authorized\.\)$/);
  });

  it('a signature that does not match comes without the request that AWS quotes, and without session tokens', async () => {
    const token = `IQoJb3JpZ2luX2Vj${'Q'.repeat(60)}+/x==`;
    for (const said of [
      `The request signature does not match.\n\nThe Canonical String for this request should have been\n'POST\n/\nx-amz-security-token:${token}`,
      `The request signature does not match.\nThe String-to-Sign should have been\n'AWS4-HMAC-SHA256 ${token}`,
    ]) {
      const {refusal} = await refusedBy(refusedWith('SignatureDoesNotMatch', said, 403));
      expect(refusal.message).to.match(/\(SignatureDoesNotMatch: The request signature does not match\.\)$/);
    }
    for (const said of [
      `x-amz-security-token: abc def`,
      `<SessionToken>abc</SessionToken> def`,
      `token ${token} def`,
    ]) {
      const {refusal} = await refusedBy(refusedWith('SignatureDoesNotMatch', said, 403));
      expect(refusal.message)
        .to.include('[redacted]')
        .and.include('def)')
        .and.not.match(/abc|QQQ/);
    }
  });

  it('no refusal shows the credentials of the client, or a declared secret, and its own words stay', async () => {
    sdk.elb.on(DescribeLoadBalancersCommand).rejects(refusedWith('AccessDenied', 'denied to User hunter2/denied', 403));
    const clock = sleeplessClock();
    const accounts = {platform: PLATFORM};
    const secrets = new KnownSecrets(['hunter2', 'denied']);
    const aws = createAws({accounts, resources: RESOURCES, store: liveFacts(clock), clock, secrets});
    const looking = {signal: new AbortController().signal, factsNotBefore: Number.NEGATIVE_INFINITY};
    const refusal = await thrownBy(aws.facts(looking).loadBalancer(refTo(RESOURCES.alb)), AwsRefusal);
    expect(refusal.message).to.include(': access denied (Access[redacted]: [redacted] to User [redacted]/[redacted])');
    expect(refusal.isShown).to.equal(true);
  });

  it('throttled is tried ten times with growing pauses, and may be tried again', async () => {
    const {refusal, calls, clock} = await refusedBy(refusedWith('Throttling', 'Rate exceeded'));
    expect(refusal.message).to.include('throttled after 10 attempts (Throttling: Rate exceeded)');
    expect([refusal.transient, calls]).to.deep.equal([true, 10]);
    expect(clock.sleptMs).to.have.length(9);
    for (const [i, ms] of clock.sleptMs.entries()) expect(ms).to.be.within(0, Math.min(1000 * 2 ** i, 20_000));
  });

  it('a hiccup of the service is tried three times', async () => {
    const {refusal, calls} = await refusedBy(refusedWith('InternalFailure', 'oops', 500));
    expect([refusal.transient, calls]).to.deep.equal([true, 3]);
  });

  it('throttled once is not a refusal', async () => {
    sdk.elb
      .on(DescribeLoadBalancersCommand)
      .rejectsOnce(refusedWith('ThrottlingException'))
      .resolves({LoadBalancers: [sdkLoadBalancer('central-alb')]});
    expect((await probe().facts.loadBalancer('alb')).name).to.equal('central-alb');
  });

  it('throttled is what the SDK takes for it, whatever the word', async () => {
    const byStatus = refusedWith('SlowerPlease', 'Rate exceeded', 429);
    const byTrait = Object.assign(refusedWith('SlowerPlease'), {$retryable: {throttling: true}});
    for (const thrown of [byStatus, byTrait, refusedWith('EC2ThrottledException')]) {
      const {refusal, calls} = await refusedBy(thrown);
      expect(refusal.message).to.include('throttled after 10 attempts');
      expect([refusal.transient, calls]).to.deep.equal([true, 10]);
      sdk.reset();
    }
  });

  it('a wrong time says to set the clock, and leaves other words for a refusal alone', async () => {
    for (const thrown of [
      refusedWith('RequestTimeTooSkewed', 'The difference is too large', 403),
      refusedWith(
        'SignatureDoesNotMatch',
        'Signature expired: 20261128T101500Z is now earlier than 20261128T102000Z',
        403,
      ),
    ]) {
      expect((await refusedBy(thrown)).refusal.message).to.include("AWS does not accept this machine's time");
    }
    const other = await refusedBy(refusedWith('SignatureDoesNotMatch', 'The signature we calculated differs', 403));
    expect(other.refusal.message).to.include('does not accept the credentials');
  });

  it('a refusal after which the SDK has set its time is asked again', async () => {
    const skewed = refusedWith('SignatureDoesNotMatch', 'Signature not yet current', 403);
    Object.assign(skewed, {$metadata: {clockSkewCorrected: true}});
    sdk.elb
      .on(DescribeLoadBalancersCommand)
      .rejectsOnce(skewed)
      .resolves({LoadBalancers: [sdkLoadBalancer('central-alb')]});
    expect((await probe().facts.loadBalancer('alb')).name).to.equal('central-alb');
  });

  it('an expired token says to log in', async () => {
    for (const thrown of [
      refusedWith('ExpiredToken', 'The security token included in the request is expired', 403),
      Object.assign(new Error('The SSO session associated with this profile has expired.'), {
        name: 'CredentialsProviderError',
      }),
    ]) {
      const {refusal} = await refusedBy(thrown);
      expect(refusal.message).to.include('the credentials have expired');
      expect(refusal.fix).to.include('log in again');
    }
  });

  it('no credentials say where to set them', async () => {
    const none = Object.assign(new Error('Could not load credentials from any providers'), {
      name: 'CredentialsProviderError',
    });
    const {refusal} = await refusedBy(none);
    expect(refusal.message).to.include('there are no credentials');
    expect(refusal.fix).to.include('AWS_PROFILE');
  });

  it('a region that is not enabled, or none at all, points to the region', async () => {
    const disabled = await refusedBy(refusedWith('UnrecognizedClientException', 'The security token is invalid', 403));
    expect(disabled.refusal.fix).to.include('this region is enabled');
    const none = await refusedBy(new Error('Region is missing'));
    expect(none.refusal.fix).to.include('AWS_REGION');
  });

  it('a region without the resource says what there is, and what was meant', async () => {
    const named = (...names: string[]) =>
      sdk.elb
        .on(DescribeLoadBalancersCommand)
        .resolves({LoadBalancers: names.map((name): LoadBalancer => sdkLoadBalancer(name))});
    named('central-abl', 'web');
    expect((await thrownBy(probe().facts.loadBalancer('alb'), CannotTell)).message).to.equal(
      'no load balancer "central-alb" in account platform (444444444444), eu-central-1. There are: central-abl, web. Did you mean "central-abl"?',
    );
    named();
    expect((await thrownBy(probe().facts.loadBalancer('alb'), CannotTell)).message).to.include('There are none.');
  });

  it('not found names the action and the code', async () => {
    sdk.acm.on(DescribeCertificateCommand).rejects(refusedWith('ResourceNotFoundException', 'no such certificate'));
    const refusal = await thrownBy(probe().facts.certificate('alb', 'arn:aws:acm:x'), AwsRefusal);
    expect([refusal.action, refusal.code]).to.deep.equal(['acm:DescribeCertificate', 'ResourceNotFoundException']);
    expect(refusal.message).to.include('not found');
  });

  it('an answer of an unknown shape names the action and the member', async () => {
    sdk.elb.on(DescribeLoadBalancersCommand).resolves({LoadBalancers: [{LoadBalancerName: 'central-alb'}]});
    const without = await thrownBy(probe().facts.loadBalancer('alb'), CannotTell);
    expect(without.message).to.include(
      'elasticloadbalancing:DescribeLoadBalancers: the answer lacks the member LoadBalancers[].LoadBalancerArn',
    );
    sdk.elb.on(DescribeTargetGroupsCommand).resolves({});
    const empty = await thrownBy(probe().facts.targetGroups('alb'), CannotTell);
    expect(empty.message).to.include('lacks the member TargetGroups');
    const odd = {Scheme: 'sideways'} as unknown as Partial<LoadBalancer>;
    sdk.elb.on(DescribeLoadBalancersCommand).resolves({LoadBalancers: [sdkLoadBalancer('central-alb', odd)]});
    expect((await thrownBy(probe().facts.loadBalancer('alb'), CannotTell)).message).to.include('Scheme "sideways"');
  });

  it('a second page that fails leaves no half list', async () => {
    const page = {HostedZones: [], Marker: '', MaxItems: 100};
    sdk.route53
      .on(ListHostedZonesCommand)
      .resolvesOnce({...page, IsTruncated: true, NextMarker: 'next'})
      .rejects(refusedWith('AccessDenied'));
    await thrownBy(probe().facts.hostedZones('zone'), AwsRefusal);
    expect(sdk.route53.commandCalls(ListHostedZonesCommand)).to.have.length(2);
  });

  it('a bug is not taken for a refusal', async () => {
    sdk.elb.on(DescribeLoadBalancersCommand).rejects(new TypeError('x is not a function'));
    await thrownBy(probe().facts.loadBalancer('alb'), TypeError);
  });

  it('a lasting refusal is remembered, a passing one is not', async () => {
    const lasting = await refusedBy(refusedWith('AccessDenied'));
    await thrownBy(lasting.facts.loadBalancer('alb'), AwsRefusal);
    expect(sdk.elb.commandCalls(DescribeLoadBalancersCommand)).to.have.length(1);
    sdk.elb.resetHistory();
    const passing = await refusedBy(refusedWith('InternalFailure', 'oops', 503));
    await thrownBy(passing.facts.loadBalancer('alb'), AwsRefusal);
    expect(sdk.elb.commandCalls(DescribeLoadBalancersCommand)).to.have.length(6);
  });
});

describe('AWS refusals on the wire', () => {
  const environment = {AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE', AWS_SECRET_ACCESS_KEY: 'not-a-secret'};
  const saved = {...process.env};
  before(() => Object.assign(process.env, environment));
  after(() => {
    for (const name of Object.keys(environment)) {
      if (saved[name] === undefined) delete process.env[name];
      else process.env[name] = saved[name];
    }
  });

  async function callerAt(endpointUrl: string | null) {
    const clock = sleeplessClock();
    const accounts = {platform: PLATFORM};
    const aws = createAws({accounts, resources: RESOURCES, store: liveFacts(clock), clock, endpointUrl});
    const request = {signal: new AbortController().signal, notBefore: Number.NEGATIVE_INFINITY};
    try {
      return {refusal: await thrownBy(aws.caller('platform', request), AwsRefusal), calls: aws.calls()};
    } finally {
      aws.close();
    }
  }

  it('a proxy named by HTTPS_PROXY is asked', async () => {
    const asked: string[] = [];
    const proxy = createProxy().on('connect', (request, socket) => {
      asked.push(String(request.url));
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    });
    await new Promise<void>((listening) => proxy.listen(0, '127.0.0.1', listening));
    process.env.HTTPS_PROXY = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    try {
      const {refusal} = await callerAt(null);
      expect(new Set(asked)).to.deep.equal(new Set(['sts.eu-central-1.amazonaws.com:443']));
      expect(refusal.message).to.include('403');
    } finally {
      delete process.env.HTTPS_PROXY;
      proxy.close();
    }
  });

  it('an endpoint that refuses says so with the last error', async () => {
    const {refusal, calls} = await callerAt(`http://127.0.0.1:${await unusedPort()}`);
    expect(refusal.message).to.include('the endpoint could not be reached after 3 attempts (ECONNREFUSED: connect');
    expect([refusal.transient, calls.sts]).to.deep.equal([true, 3]);
  });

  it('an endpoint that answers with a login page could not be read', async () => {
    const page = '<html><body>Please log in</body></html>';
    const server = createServer((socket) => {
      socket.once('data', () => {
        socket.end(`HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: ${page.length}\r\n\r\n${page}`);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const {refusal} = await callerAt(`http://127.0.0.1:${portOf(server)}`);
      expect(refusal.message).to.equal('sts:GetCallerIdentity: the answer lacks the member Account');
      expect(refusal.fix).to.include('check that the endpoint is AWS');
    } finally {
      server.close();
    }
  });
});

async function unusedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const port = portOf(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function portOf(server: ReturnType<typeof createServer>): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server listens nowhere');
  return address.port;
}
