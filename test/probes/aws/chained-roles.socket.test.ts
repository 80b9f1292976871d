import {expect} from 'chai';
import type {Account} from '../../../src/model/checklist.ts';
import {AwsRefusal, CannotTell} from '../../../src/model/errors.ts';
import {refTo} from '../../../src/model/resource-ref.ts';
import {KnownSecrets} from '../../../src/model/text/secrets/known-secrets.ts';
import {createConnections} from '../../../src/probes/aws/connections.ts';
import {createAws} from '../../../src/probes/aws/create-aws.ts';
import {getCaller} from '../../../src/probes/aws/sts/facts.ts';
import {systemClock} from '../../../src/probes/clock.ts';
import {liveFacts} from '../../../src/probes/facts.ts';
import {PLATFORM, RESOURCES} from '../../support/aws-answers.ts';
import {startSts} from '../../support/sts-server.ts';
import {thrownBy} from '../../support/thrown-by.ts';

const {signal} = new AbortController();

function account(name: string, id: string, role: string, members: Partial<Account> = {}): Account {
  return {...PLATFORM, name, id, roleArn: `arn:aws:iam::${id}:role/${role}`, ...members};
}

/** Three roles, each assumed with the credentials of the one before. */
const HUB = account('hub', '111111111111', 'hub');
const NETWORK = account('network', '222222222222', 'network', {via: 'hub', externalId: 'door'});
const DNS = account('dns', '333333333333', 'dns', {via: 'network'});

describe('chained roles', () => {
  let sts: Awaited<ReturnType<typeof startSts>>;
  const ours = {AWS_ACCESS_KEY_ID: 'base', AWS_SECRET_ACCESS_KEY: 'x'};
  const theirs = Object.keys(ours).map((name) => [name, process.env[name]] as const);

  before(() => {
    Object.assign(process.env, ours);
  });

  after(() => {
    for (const [name, value] of theirs) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  });

  beforeEach(async () => {
    sts = await startSts();
  });

  afterEach(() => sts.close());

  const connectionsTo = (...accounts: readonly Account[]) => {
    const byName = new Map(accounts.map((one) => [one.name, one]));
    return createConnections({
      accountOf: (name) => byName.get(name) ?? PLATFORM,
      clock: systemClock,
      pace: systemClock,
      endpointUrl: sts.url,
      secrets: new KnownSecrets(),
    });
  };

  it('are assumed with the credentials of the account before, and once for all who need them', async () => {
    const connections = connectionsTo(HUB, NETWORK, DNS);
    const callers = await Promise.all(
      [DNS, HUB, NETWORK, DNS].map((one) => getCaller(connections.to('sts', one, 'eu-central-1'), signal)),
    );
    expect(callers.map(({id}) => id)).to.deep.equal([DNS.id, HUB.id, NETWORK.id, DNS.id]);
    expect(sts.assumed).to.deep.equal([
      {role: 'hub', by: 'base', externalId: null},
      {role: 'network', by: '111111111111-hub-1', externalId: 'door'},
      {role: 'dns', by: '222222222222-network-1', externalId: null},
    ]);
    connections.close();
  });

  it('are renewed all the way when their sessions run out', async () => {
    // Less than what is left when credentials are renewed: every call finds each session too old.
    sts.lifetime.ms = 60_000;
    const connections = connectionsTo(HUB, NETWORK, DNS);
    await getCaller(connections.to('sts', DNS, 'eu-central-1'), signal);
    const first = sts.assumed.length;
    sts.lifetime.ms = 3_600_000;
    await getCaller(connections.to('sts', DNS, 'eu-central-1'), signal);
    expect(sts.assumed.slice(first).map(({role}) => role)).to.deep.equal(['hub', 'network', 'dns']);
    const renewed = sts.assumed.length;
    await getCaller(connections.to('sts', DNS, 'eu-central-1'), signal);
    expect(sts.assumed).to.have.length(renewed);
    connections.close();
  });

  it('that may not be assumed are named, wherever in the chain they are', async () => {
    const forbidden = account('network', '222222222222', 'forbidden', {via: 'hub'});
    const connections = connectionsTo(HUB, forbidden, DNS);
    const refusal = await thrownBy(getCaller(connections.to('sts', DNS, 'eu-central-1'), signal), AwsRefusal);
    expect(refusal.action).to.equal('sts:AssumeRole');
    expect(refusal.code).to.equal('AccessDenied');
    expect(refusal.message).to.include('account network, role arn:aws:iam::222222222222:role/forbidden: access denied');
    expect(refusal.fix).to.include('trust policy');
    expect(sts.assumed.map(({role}) => role)).to.deep.equal(['hub']);
    connections.close();
  });

  it('are not followed from an account that is not the one the checklist names', async () => {
    // The role lives in 111111111111, the checklist says 999999999999.
    const wrong = {...HUB, id: '999999999999'};
    const resources = {alb: {...RESOURCES.alb, account: 'network'}};
    const aws = createAws({
      accounts: {hub: wrong, network: NETWORK},
      resources,
      store: liveFacts(systemClock),
      clock: systemClock,
      endpointUrl: sts.url,
    });
    const facts = aws.facts({signal, factsNotBefore: Number.NEGATIVE_INFINITY});
    const thrown = await thrownBy(facts.loadBalancer(refTo(resources.alb)), CannotTell);
    expect(thrown.message).to.include('account hub: the credentials are those of account 111111111111');
    expect(sts.assumed.map(({role}) => role)).to.deep.equal(['hub']);
    expect(aws.calls()).to.deep.equal({sts: 1});
    aws.close();
  });
});
