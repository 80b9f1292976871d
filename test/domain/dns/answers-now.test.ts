import {expect} from 'chai';
import {answersNow, chosenMembers} from '../../../src/domain/dns/answers-now.ts';
import {type Health, isHealthy, sourceKey, sourcesOf} from '../../../src/domain/dns/record-health.ts';
import type {DnsRecord} from '../../../src/model/facts/aws-facts.ts';
import {aliasTo, HOST, record, ZONE} from '../../support/aws-facts.ts';

/** Weights that matter: none, and two that differ. */
const WEIGHTS = [0, 1, 3];
const BITS = [true, false];

describe('the members of a group that answer now', () => {
  it('are those that a client of each kind is given, in every small world', () => {
    const wrong: string[] = [];
    let worlds = 0;
    for (const group of smallGroups()) {
      const clients = clientsOf(group);
      for (const well of subsets(group)) {
        const chosen = chosenMembers(group, (member) => well.includes(member));
        const given = new Set(clients.flatMap((client) => simulated(group, well, client)));
        if (namesOf(chosen) !== namesOf([...given])) wrong.push(described(group, well));
        worlds += 1;
      }
    }
    expect(wrong, `${wrong.length} of ${worlds}`).to.deep.equal([]);
    expect(worlds).to.be.greaterThan(2000);
  });
});

describe('what Route 53 answers now', () => {
  it('is what every state of what is not known allows, and no more', () => {
    const tree = (name: string) =>
      aliasTo(`${name}.georgi.io`, {setIdentifier: name, routingPolicy: 'weighted'}, ZONE.id);
    let worlds = 0;
    for (const [top, evaluates] of pairs([0, 1], BITS)) {
      const records = [
        checked({...tree('a'), weight: 1, alias: aliasIn('a', evaluates)}, null),
        checked({...tree('b'), weight: top, alias: aliasIn('b', evaluates)}, null),
        checked(leaf('a.georgi.io', 'a1', 1), 'a1'),
        checked(leaf('a.georgi.io', 'a2', 0), 'a2'),
        checked(leaf('b.georgi.io', 'b1', 1), 'b1'),
      ];
      const inZone = {zone: ZONE, records};
      expect(sourcesOf(HOST, 'A', inZone).map(sourceKey).sort()).to.deep.equal(['check a1', 'check a2', 'check b1']);
      for (const states of product(['healthy', 'unhealthy', 'unknown'] as const, 3)) {
        const health = new Map(
          ['a1', 'a2', 'b1'].map((id, at): [string, Health] => [
            `check ${id}`,
            {state: states[at] ?? 'unknown', because: id},
          ]),
        );
        const ends = (down: (id: string) => boolean) => simulatedEnds(inZone, down);
        const unknown = ['a1', 'a2', 'b1'].filter((_, at) => states[at] === 'unknown');
        const known = (id: string) => health.get(`check ${id}`)?.state === 'unhealthy';
        const best = ends(known);
        const any = new Set(subsets(unknown).flatMap((down) => ends((id) => known(id) || down.includes(id))));
        const now = answersNow(HOST, 'A', inZone, health);
        expect(now.leads.map((lead) => nameOf(lead.record)).sort(), states.join()).to.deep.equal(
          [...new Set(best)].sort(),
        );
        const others = [...any].filter((name) => !best.includes(name));
        expect(now.perhaps.map((lead) => nameOf(lead.record)).sort(), states.join()).to.deep.equal(others.sort());
        worlds += 1;
      }
    }
    expect(worlds).to.equal(108);
  });

  it('leaves every member open where more is unknown than can be gone through', () => {
    const group = Array.from({length: 11}, (_, at) => checked(leaf(HOST, `m${at}`, at === 0 ? 1 : 0), `m${at}`));
    const {leads, perhaps} = answersNow(HOST, 'A', {zone: ZONE, records: group}, new Map());
    expect(leads.map((lead) => nameOf(lead.record))).to.deep.equal(['m0']);
    expect(perhaps).to.have.length(10);
  });

  it('takes an alias in a circle for unhealthy, and one with both checks for as well as the worse', () => {
    const circle = {
      ...aliasTo(HOST, {}, ZONE.id),
      alias: {hostedZoneId: ZONE.id, dnsName: HOST, evaluateTargetHealth: true},
    };
    expect(isHealthy(circle, {zone: ZONE, records: [circle]}, () => true)).to.equal(false);
    const both = {
      ...aliasTo('lb.example', {healthCheckId: 'hc'}),
      alias: {hostedZoneId: 'Z1', dnsName: 'lb.example', evaluateTargetHealth: true},
    };
    const by = (...well: string[]) => isHealthy(both, {zone: ZONE, records: [both]}, (key) => well.includes(key));
    expect([by('check hc', 'target lb.example'), by('check hc'), by('target lb.example')]).to.deep.equal([
      true,
      false,
      false,
    ]);
  });
});

/** Who asks: where a client is, and what else makes the difference for it. */
interface Client {
  /** From the smallest place around it to the whole world. */
  readonly places: readonly string[];
  /** The members in the order in which a latency or the like prefers them. */
  readonly order: readonly number[];
}

function clientsOf(group: readonly DnsRecord[]): Client[] {
  // Where a client is decides in groups by location, what is near it in all others.
  if (group[0]?.routingPolicy !== 'geolocation') {
    return permutations(group.map((_, at) => at)).map((order) => ({places: ['*'], order}));
  }
  // Which continent a country is on is left open.
  const countries = [['US-CA', 'US'], ['US'], ['DE'], []];
  const places = pairs(countries, [['NA'], ['EU'], []]).map(([inside, around]) => [...inside, ...around]);
  return places.map((at) => ({places: [...at, '*'], order: []}));
}

/** One query by the rules of the developer guide, told for one client; a choice by chance is all that can come of it. */
function simulated(group: readonly DnsRecord[], well: readonly DnsRecord[], {places, order}: Client): DnsRecord[] {
  const counted = well.length === 0 ? group : well;
  const policy = group[0]?.routingPolicy;
  if (policy === 'weighted') {
    const heavy = counted.filter(({weight}) => weight !== 0);
    return heavy.length > 0 ? heavy : [...counted];
  }
  if (policy === 'failover') {
    const of = (which: string) => group.find(({failover}) => failover === which);
    const [primary, secondary] = [of('PRIMARY'), of('SECONDARY')];
    if (primary === undefined) return secondary === undefined ? [] : [secondary];
    return secondary !== undefined && !well.includes(primary) && well.includes(secondary) ? [secondary] : [primary];
  }
  if (policy === 'geolocation') {
    const around = places.flatMap((place) => group.filter(({location}) => location === place));
    return [around.find((member) => well.includes(member)) ?? around[0]].flatMap((member) => member ?? []);
  }
  if (policy === 'multivalue') return [...counted];
  const nearest = order.map((at) => group[at]).find((member) => member !== undefined && counted.includes(member));
  return nearest === undefined ? [] : [nearest];
}

function* smallGroups(): Generator<DnsRecord[]> {
  for (const size of [1, 2, 3, 4]) {
    for (const weights of product(WEIGHTS, size)) {
      yield weights.map((weight, at) => record({routingPolicy: 'weighted', weight, setIdentifier: `m${at}`}));
    }
    for (const routingPolicy of ['latency', 'geoproximity', 'multivalue'] as const) {
      yield Array.from({length: size}, (_, at) => record({routingPolicy, setIdentifier: `m${at}`}));
    }
  }
  for (const sides of [['PRIMARY'], ['SECONDARY'], ['PRIMARY', 'SECONDARY']] as const) {
    yield sides.map((failover) => record({routingPolicy: 'failover', failover, setIdentifier: failover}));
  }
  for (const places of subsets(['US-CA', 'US', 'NA', 'DE', 'EU', '*'])) {
    yield places.map((location) => record({routingPolicy: 'geolocation', location, setIdentifier: location}));
  }
}

function simulatedEnds({records}: {readonly records: readonly DnsRecord[]}, isDown: (id: string) => boolean): string[] {
  const groupOf = (name: string) => records.filter((one) => one.name === name);
  const isWell = (one: DnsRecord): boolean => {
    if (one.healthCheckId !== null) return !isDown(one.healthCheckId);
    return one.alias?.evaluateTargetHealth !== true || groupOf(one.alias.dnsName).some(isWell);
  };
  const ends = (name: string): string[] => {
    const group = groupOf(name);
    const chosen = simulated(group, group.filter(isWell), {places: ['*'], order: [0]});
    return chosen.flatMap((one) => (one.alias === null ? nameOf(one) : ends(one.alias.dnsName)));
  };
  return ends(HOST);
}

function leaf(name: string, setIdentifier: string, weight: number): DnsRecord {
  return record({name, setIdentifier, weight, routingPolicy: 'weighted', values: ['192.0.2.1']});
}

function aliasIn(name: string, evaluateTargetHealth: boolean) {
  return {hostedZoneId: ZONE.id, dnsName: `${name}.georgi.io`, evaluateTargetHealth};
}

function checked(one: DnsRecord, healthCheckId: string | null): DnsRecord {
  return {...one, healthCheckId};
}

function nameOf({setIdentifier}: DnsRecord): string {
  return setIdentifier ?? '';
}

function namesOf(records: readonly DnsRecord[]): string {
  return records.map(nameOf).sort().join();
}

function described(group: readonly DnsRecord[], well: readonly DnsRecord[]): string {
  const members = group.map(
    (one) => `${one.weight ?? one.location ?? one.failover ?? ''}${well.includes(one) ? '' : ' down'}`,
  );
  return `${group[0]?.routingPolicy}: ${members.join(', ')}`;
}

function subsets<T>(all: readonly T[]): T[][] {
  return Array.from({length: 2 ** all.length}, (_, bits) => all.filter((_one, at) => (bits >> at) & 1));
}

function product<T>(values: readonly T[], length: number): T[][] {
  if (length === 0) return [[]];
  return product(values, length - 1).flatMap((rest) => values.map((value) => [...rest, value]));
}

function pairs<A, B>(left: readonly A[], right: readonly B[]): [A, B][] {
  return left.flatMap((one) => right.map((other): [A, B] => [one, other]));
}

function permutations(all: readonly number[]): number[][] {
  if (all.length === 0) return [[]];
  return all.flatMap((first) => permutations(all.filter((one) => one !== first)).map((rest) => [first, ...rest]));
}
