import {expect} from 'chai';
import {
  answeringMembers,
  answersEveryone,
  leadsFor,
  namesBeyond,
  shareOf,
} from '../../../src/domain/dns/record-leads.ts';
import type {DnsRecord} from '../../../src/model/facts/aws-facts.ts';
import {aliasTo, HOST, record, ZONE} from '../../support/aws-facts.ts';

describe('record leads', () => {
  it('end at the records of the host, of the type asked for or CNAME', () => {
    const a = record({values: ['192.0.2.1']});
    const aaaa = record({type: 'AAAA', values: ['2001:db8::1']});
    expect(leads([a, aaaa], 'A')).to.deep.equal([{record: a, path: [], isDangling: false}]);
    expect(leads([a, aaaa], 'AAAA')).to.deep.equal([{record: aaaa, path: [], isDangling: false}]);
    expect(leads([aaaa], 'A')).to.deep.equal([]);
    const cname = record({type: 'CNAME', values: ['lb.example.net.']});
    expect(leads([cname], 'AAAA')).to.deep.equal([{record: cname, path: [], isDangling: false}]);
  });

  it('go on inside the zone, over every member on the way', () => {
    const first = aliasTo('tree.georgi.io.', {}, ZONE.id);
    const near = weighted(1, {...aliasTo('lb-1.amazonaws.com'), name: 'tree.georgi.io', setIdentifier: 'near'});
    const far = weighted(1, {...aliasTo('lb-2.amazonaws.com'), name: 'tree.georgi.io', setIdentifier: 'far'});
    expect(leads([first, near, far], 'A')).to.deep.equal([
      {record: near, path: [first], isDangling: false},
      {record: far, path: [first], isDangling: false},
    ]);
  });

  it('lead nowhere for the one type where the name in between has the other alone', () => {
    const cname = record({type: 'CNAME', values: ['lb.georgi.io']});
    const end = aliasTo('lb-1.amazonaws.com', {name: 'lb.georgi.io'});
    expect(leads([cname, end], 'A')).to.deep.equal([{record: end, path: [cname], isDangling: false}]);
    expect(leads([cname, end], 'AAAA')).to.deep.equal([]);
  });

  it('dangle where the zone has nothing, or runs in a circle; and end where another zone takes over', () => {
    const alias = aliasTo('lb.georgi.io', {}, ZONE.id);
    expect(leads([alias], 'A')).to.deep.equal([{record: alias, path: [], isDangling: true}]);
    const there = record({type: 'CNAME', values: ['b.georgi.io']});
    const back = record({name: 'b.georgi.io', type: 'CNAME', values: [HOST]});
    expect(leads([there, back], 'A').map(({isDangling}) => isDangling)).to.deep.equal([true]);
    const out = record({type: 'CNAME', values: ['x.sub.georgi.io']});
    const cut = record({name: 'sub.georgi.io', type: 'NS', values: ['ns-1.example']});
    expect(leads([out, cut], 'A')).to.deep.equal([{record: out, path: [], isDangling: false}]);
  });
});

describe('record leads that leave the zone', () => {
  const out = record({type: 'CNAME', values: ['lb.example.net.']});
  const other = {id: 'ZNET', name: 'example.net', isPrivate: false};
  const end = aliasTo('lb-1.eu-central-1.elb.amazonaws.com', {name: 'lb.example.net'});
  const inZone = (there: readonly DnsRecord[]) => ({
    zone: ZONE,
    records: [out],
    beyond: new Map([['lb.example.net', {zone: other, records: there}]]),
  });

  it('go on in the zone that answers there, and dangle where that has nothing', () => {
    expect(leadsFor(HOST, 'A', inZone([end]))).to.deep.equal([{record: end, path: [out], isDangling: false}]);
    expect(leadsFor(HOST, 'A', inZone([]))).to.deep.equal([{record: out, path: [], isDangling: true}]);
    const back = record({name: 'lb.example.net', type: 'CNAME', values: [HOST]});
    const {beyond} = inZone([back]);
    beyond.set(HOST, {zone: ZONE, records: [out]});
    expect(leadsFor(HOST, 'A', {...inZone([back]), beyond}).map(({isDangling}) => isDangling)).to.deep.equal([true]);
  });

  it('name what is to be read next', () => {
    expect(namesBeyond(HOST, {zone: ZONE, records: [out]})).to.deep.equal(['lb.example.net']);
    expect(namesBeyond(HOST, inZone([end]))).to.deep.equal([]);
    const further = record({name: 'lb.example.net', type: 'CNAME', values: ['lb.example.org']});
    expect(namesBeyond(HOST, inZone([further]))).to.deep.equal(['lb.example.org']);
  });
});

describe('members of a group', () => {
  it('answer by weight, all alike when none has one, and everyone under any other policy', () => {
    const [one, three, none] = [weighted(1), weighted(3), weighted(0)];
    expect(answeringMembers([one, none, three])).to.deep.equal([one, three]);
    expect([one, three, none].map((member) => shareOf(member, [one, three, none]))).to.deep.equal([25, 75, 0]);
    const idle = [weighted(0), weighted(0)];
    expect(answeringMembers(idle)).to.deep.equal(idle);
    expect(idle.map((member) => shareOf(member, idle))).to.deep.equal([50, 50]);
    const pair = (['PRIMARY', 'SECONDARY'] as const).map((failover) => record({routingPolicy: 'failover', failover}));
    expect(answeringMembers(pair)).to.deep.equal(pair);
    expect(shareOf(pair[0] as DnsRecord, pair)).to.equal(null);
  });

  it('answer everyone, by place or network only with a default among them', () => {
    const placed = (location: string | null, routingPolicy: DnsRecord['routingPolicy'] = 'geolocation') =>
      record({routingPolicy, location});
    expect(answersEveryone([record(), weighted(1)])).to.equal(true);
    expect(answersEveryone([placed('DE'), placed('*')])).to.equal(true);
    expect(answersEveryone([placed('DE')])).to.equal(false);
    expect(answersEveryone([placed('DE'), placed(null)])).to.equal(null);
    expect(answersEveryone([placed('office', 'cidr')])).to.equal(false);
    expect(answersEveryone([placed('office', 'cidr'), placed('*', 'cidr')])).to.equal(true);
    expect(answersEveryone([placed(null, 'latency')])).to.equal(true);
  });
});

function leads(records: readonly DnsRecord[], type: 'A' | 'AAAA') {
  return leadsFor(HOST, type, {zone: ZONE, records});
}

function weighted(weight: number, base: DnsRecord = record()): DnsRecord {
  return {...base, routingPolicy: 'weighted', weight};
}
