import {expect} from 'chai';
import {openFactSource} from '../../../src/app/fact-source.ts';
import {findSubject, type Place} from '../../../src/cli/operator/find-subject.ts';
import {type AwsWorld, HEALTHY, recordingOf} from '../../../src/lab/aws-world.ts';
import type {LabWorld} from '../../../src/lab/start.ts';
import {API_HOST, GATEWAY_DNS_NAME, MCP_HOST, RECORDED_AT} from '../../../src/lab/worlds/names.ts';
import {UsageError} from '../../../src/model/errors.ts';
import {ACCOUNTS} from '../../support/healthy-resources.ts';
import {thrownBy} from '../../support/thrown-by.ts';

const OUTSIDE = 'mcp.example.com';

interface Given {
  readonly flags?: Partial<Place['flags']>;
  /** Names that have an address; null: the resolver gives no answer. */
  readonly inDns?: readonly string[] | null;
  readonly aws?: Partial<AwsWorld>;
  readonly needsZone?: boolean;
}

async function find(host: string, {flags = {}, inDns = [], aws = {}, needsZone = true}: Given = {}) {
  const world: Partial<LabWorld> = {
    recording: recordingOf({...HEALTHY, ...aws}, RECORDED_AT),
    now: new Date(RECORDED_AT),
    ca: '',
    async resolveName(name) {
      if (inDns?.includes(name)) return ['192.0.2.1'];
      const code = inDns === null ? 'EAI_AGAIN' : 'ENOTFOUND';
      throw Object.assign(new Error(code), {code});
    },
  };
  const factSource = openFactSource({mode: 'lab', world: world as LabWorld}, {secrets: [], record: false});
  const scope = {
    accounts: ACCOUNTS,
    dnsAccounts: ['dns'],
    zones: [],
    loadBalancerAccounts: ['platform'],
    loadBalancer: null,
    services: [],
  };
  return await findSubject(
    {host, port: 443, needsZone},
    {factSource, scope, lender: null, flags: flags as Place['flags'], timeoutMs: 20_000},
  );
}

describe('what an operator command is about', () => {
  it('is the load balancer that the record names, without a look at the resolver', async () => {
    const {state, subject} = await find(MCP_HOST, {inDns: null});
    expect(state).to.equal('found');
    expect(subject).to.deep.include({isFromRecord: true, zone: HEALTHY.hostedZone.id});
    expect(subject.alb).to.match(/^(dualstack\.)?central-alb-.*:443$/);
  });

  it('is what was named, without any look', async () => {
    const {state, subject} = await find(OUTSIDE, {inDns: null, flags: {alb: 'central-alb', zone: 'example.com'}});
    expect(state).to.equal('found');
    expect(subject).to.deep.include({alb: 'central-alb', zone: 'example.com', isFromRecord: false});
  });

  it('is the record where a zone has none, or one that leads nowhere', async () => {
    expect((await find('nosuch.georgi.io', {inDns: null})).state).to.equal('not-in-dns');
    expect((await find(API_HOST)).state).to.equal('not-in-dns');
  });

  it('is the name where no zone answers for it, and DNS has no address of it or does not say', async () => {
    for (const inDns of [[], null]) {
      for (const needsZone of [true, false]) {
        expect(await find(OUTSIDE, {inDns, needsZone})).to.have.property('state', 'unresolved');
      }
      expect(await find(OUTSIDE, {inDns, flags: {alb: 'central-alb'}})).to.have.property('state', 'unresolved');
      expect(await find(OUTSIDE, {inDns, flags: {zone: 'georgi.io'}})).to.have.property('state', 'not-in-dns');
    }
  });

  it('cannot be derived from a name that DNS has, in no zone of the accounts: the flag is named', async () => {
    const both = await thrownBy(find(OUTSIDE, {inDns: [OUTSIDE]}), UsageError);
    expect(both.message).to.include('Name it: --alb NAME[:PORT] --zone NAME');
    const alb = await thrownBy(find(OUTSIDE, {inDns: [OUTSIDE], needsZone: false}), UsageError);
    expect(alb.message).to.match(/Name it: --alb NAME\[:PORT\], or the account .*--profile NAME or --checklist FILE$/);
    const zone = await thrownBy(find(OUTSIDE, {inDns: [OUTSIDE], flags: {alb: 'central-alb'}}), UsageError);
    expect(zone.message).to.match(/Name it: --zone NAME, or the account/);
  });

  it('cannot be derived from a record that names no load balancer, but something that exists or may', async () => {
    for (const inDns of [[GATEWAY_DNS_NAME], null]) {
      const {message} = await thrownBy(find(API_HOST, {inDns}), UsageError);
      expect(message).to.include(`leads to ${GATEWAY_DNS_NAME}, which is not a load balancer`);
    }
  });

  it('is not known where AWS refuses', async () => {
    const {facts, ...recording} = recordingOf(HEALTHY, RECORDED_AT);
    expect(Object.keys(facts)).to.include('aws:dns:global:hostedZones');
    const without = {...recording, facts: {}};
    const world = {recording: without, now: new Date(RECORDED_AT), ca: ''} as unknown as LabWorld;
    const factSource = openFactSource({mode: 'lab', world}, {secrets: [], record: false});
    const scope = {
      accounts: ACCOUNTS,
      dnsAccounts: ['dns'],
      zones: [],
      loadBalancerAccounts: [],
      loadBalancer: null,
      services: [],
    };
    const place = {factSource, scope, lender: null, flags: {} as Place['flags'], timeoutMs: 20_000};
    expect(await findSubject({host: MCP_HOST, port: 443, needsZone: true}, place)).to.have.property('state', 'refused');
  });
});
