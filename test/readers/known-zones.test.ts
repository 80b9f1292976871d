import {expect} from 'chai';
import {CannotTell} from '../../src/model/errors.ts';
import type {HostedZone, NamedZone} from '../../src/model/facts/aws-facts.ts';
import type {ResourceRef} from '../../src/model/resource-ref.ts';
import {privateZonesOf, publicZonesOf} from '../../src/readers/known-zones.ts';
import {thrownBy} from '../support/thrown-by.ts';

const ZONES: readonly HostedZone[] = [
  {id: 'Z1', name: 'georgi.io', isPrivate: false},
  {id: 'Z2', name: 'run.georgi.io', isPrivate: false},
  {id: 'Z3', name: 'api.georgi.io', isPrivate: false},
  {id: 'P1', name: 'georgi.io', isPrivate: true},
];

const ZONE = 'zone' as ResourceRef<'hostedZone'>;

describe('known zones', () => {
  it('are the public ones that the name lies in; the registrar is asked for the topmost one alone', async () => {
    const {facts, asked} = recorder();
    const known = await publicZonesOf('mcp.run.georgi.io', facts, ZONE, null);
    expect(known.map(({zone}) => zone.id)).to.deep.equal(['Z1', 'Z2']);
    expect(asked.sort()).to.deep.equal([
      'delegation Z1',
      'delegation Z2',
      'domain georgi.io',
      'records Z1',
      'records Z2',
      'signing Z1',
      'signing Z2',
    ]);
    expect(known.map(({above}) => above)).to.deep.equal([
      {kind: 'unseen', because: 'georgi.io is not registered in the account of the zone', thrown: null},
      null,
    ]);
  });

  it('have what the checklist states above them, and nobody is asked for what is above that', async () => {
    const {facts, asked} = recorder({...RUN, statedNameServers: ['ns1.example']});
    const known = await publicZonesOf('mcp.run.georgi.io', facts, ZONE, null);
    expect(known.map(({above}) => above)).to.deep.equal([null, {kind: 'stated', nameServers: ['ns1.example']}]);
    expect(asked).not.to.include('domain georgi.io');
  });

  it('keep why the registrar did not answer, and nothing of what is a bug', async () => {
    const refusal = new CannotTell('the registrar is not to be asked', 'grant it');
    const refused = {...recorder().facts, registeredDomain: () => Promise.reject(refusal)};
    const [top] = await publicZonesOf('mcp.run.georgi.io', refused, ZONE, null);
    expect(top?.above).to.deep.equal({kind: 'unseen', because: refusal.message, thrown: refusal});
    const buggy = {...recorder().facts, registeredDomain: () => Promise.reject(new TypeError('bug'))};
    await thrownBy(publicZonesOf('mcp.run.georgi.io', buggy, ZONE, null), TypeError);
  });

  it('are the private ones, with their VPCs', async () => {
    const {facts, asked} = recorder();
    const known = await privateZonesOf('mcp.run.georgi.io', facts, ZONE);
    expect(known.map(({zone}) => zone.id)).to.deep.equal(['P1']);
    expect(asked.sort()).to.deep.equal(['delegation P1', 'records P1']);
  });
});

const RUN = {id: 'Z2', name: 'run.georgi.io', isPrivate: false};

function recorder(named: NamedZone = {...RUN, statedNameServers: null}) {
  const asked: string[] = [];
  const note = async <T>(what: string, value: T): Promise<T> => {
    asked.push(what);
    return value;
  };
  const facts = {
    hostedZone: async () => named,
    hostedZones: async () => ZONES,
    recordsOfZone: (_name: string, id: string) => note(`records ${id}`, []),
    registeredDomain: (_name: string, domain: string) => note(`domain ${domain}`, null),
    zoneDelegation: (_name: string, id: string) => note(`delegation ${id}`, {nameServers: [], vpcs: []}),
    zoneSigning: (_name: string, id: string) => note(`signing ${id}`, {status: 'NOT_SIGNING', message: null, keys: []}),
  };
  return {facts, asked};
}
