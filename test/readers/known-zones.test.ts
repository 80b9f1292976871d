import {expect} from 'chai';
import type {HostedZone} from '../../src/model/facts/aws-facts.ts';
import type {ResourceRef} from '../../src/model/resource-ref.ts';
import {privateZonesOf, publicZonesOf} from '../../src/readers/known-zones.ts';

const ZONES: readonly HostedZone[] = [
  {id: 'Z1', name: 'georgi.io', isPrivate: false},
  {id: 'Z2', name: 'run.georgi.io', isPrivate: false},
  {id: 'Z3', name: 'api.georgi.io', isPrivate: false},
  {id: 'P1', name: 'georgi.io', isPrivate: true},
];

const ZONE = 'zone' as ResourceRef<'hostedZone'>;

describe('known zones', () => {
  it('are the public ones that the name lies in; the topmost one’s delegation is not asked for', async () => {
    const {facts, asked} = recorder();
    const known = await publicZonesOf('mcp.run.georgi.io', facts, ZONE);
    expect(known.map(({zone}) => zone.id)).to.deep.equal(['Z1', 'Z2']);
    expect(asked.sort()).to.deep.equal(['delegation Z2', 'records Z1', 'records Z2']);
    expect(known[0]?.delegation).to.equal(null);
  });

  it('are the private ones, with their VPCs', async () => {
    const {facts, asked} = recorder();
    const known = await privateZonesOf('mcp.run.georgi.io', facts, ZONE);
    expect(known.map(({zone}) => zone.id)).to.deep.equal(['P1']);
    expect(asked.sort()).to.deep.equal(['delegation P1', 'records P1']);
  });
});

function recorder() {
  const asked: string[] = [];
  const facts = {
    hostedZones: async () => ZONES,
    recordsOfZone: async (_name: string, id: string) => {
      asked.push(`records ${id}`);
      return [];
    },
    zoneDelegation: async (_name: string, id: string) => {
      asked.push(`delegation ${id}`);
      return {nameServers: [], vpcs: []};
    },
  };
  return {facts, asked};
}
