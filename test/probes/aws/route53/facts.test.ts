import {GetHealthCheckCommand, GetHostedZoneCommand, ListResourceRecordSetsCommand} from '@aws-sdk/client-route-53';
import {expect} from 'chai';
import {HEALTHY} from '../../../../src/lab/aws-world.ts';
import {AwsRefusal} from '../../../../src/model/errors.ts';
import {mockedSdk, probe, refusedWith} from '../../../support/aws-answers.ts';
import {thrownBy} from '../../../support/thrown-by.ts';
import {sdkZone} from './sdk-answers.ts';

describe('Route 53 facts', () => {
  const sdk = mockedSdk();

  beforeEach(() => sdk.reset());

  after(() => sdk.restore());

  it('reads the records of a zone once, by whatever resource it is asked for', async () => {
    const {facts} = probe();
    const [named, byId] = await Promise.all([facts.records('zone'), facts.recordsOfZone('alb', HEALTHY.hostedZone.id)]);
    expect(named).to.equal(byId);
    expect(sdk.route53.commandCalls(ListResourceRecordSetsCommand)).to.have.length(1);
  });

  it('tells the name servers of a public zone, and the VPCs of a private one', async () => {
    sdk.route53.on(GetHostedZoneCommand, {Id: 'ZPUBLIC'}).resolves({
      HostedZone: sdkZone('ZPUBLIC', 'run.georgi.io.'),
      DelegationSet: {NameServers: ['NS-1.awsdns-0.com', 'ns-2.awsdns-0.net.']},
    });
    sdk.route53.on(GetHostedZoneCommand, {Id: 'ZPRIVATE'}).resolves({
      HostedZone: sdkZone('ZPRIVATE', 'run.georgi.io.', true),
      VPCs: [{VPCId: 'vpc-1', VPCRegion: 'eu-central-1'}],
    });
    const {facts} = probe();
    expect(await facts.zoneDelegation('zone', 'ZPUBLIC')).to.deep.equal({
      nameServers: ['ns-1.awsdns-0.com', 'ns-2.awsdns-0.net'],
      vpcs: [],
    });
    expect(await facts.zoneDelegation('alb', 'ZPRIVATE')).to.deep.equal({
      nameServers: [],
      vpcs: [{id: 'vpc-1', region: 'eu-central-1'}],
    });
  });

  it('takes no zone without name servers for one that has none', async () => {
    const wrong = [
      {HostedZone: sdkZone('Z1', 'a.')},
      {HostedZone: sdkZone('Z1', 'a.', true)},
      {HostedZone: undefined, DelegationSet: {NameServers: ['ns']}},
    ];
    for (const answer of wrong) {
      sdk.route53.on(GetHostedZoneCommand).resolves(answer);
      const refusal = await thrownBy(probe().facts.zoneDelegation('zone', 'Z1'), AwsRefusal);
      expect(refusal.code, JSON.stringify(answer)).to.equal('UnknownShape');
    }
  });

  it('are null of a health check that is not there, and not of one that may not be read', async () => {
    sdk.route53.on(GetHealthCheckCommand).rejects(refusedWith('NoSuchHealthCheck', 'no such health check', 404));
    expect(await probe().facts.healthCheck('zone', 'hc-1')).to.equal(null);
    sdk.route53.on(GetHealthCheckCommand).rejects(refusedWith('AccessDenied', 'not authorized', 403));
    const refusal = await thrownBy(probe().facts.healthCheck('zone', 'hc-1'), AwsRefusal);
    expect(refusal.action).to.equal('route53:GetHealthCheck');
  });

  it('makes four calls a second at most', async () => {
    const {clock, facts} = probe();
    for (const id of ['Z1', 'Z2', 'Z3']) await facts.recordsOfZone('zone', id);
    expect(clock.sleptMs).to.deep.equal([250, 250]);
  });
});
