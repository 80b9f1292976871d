import {expect} from 'chai';
import fc from 'fast-check';
import {contains, parseAddress, readRange} from '../../../src/domain/network/cidr.ts';
import {routedParts} from '../../../src/domain/network/route-choice.ts';
import {route, routeTable} from '../../support/aws-facts.ts';
import {smallCidr} from '../../support/small-network.ts';
import {trials} from '../proof-size.ts';

const NONE = new Map<string, readonly string[]>();

describe('the choice of a route', () => {
  it('is that of a router that looks at one address at a time', () => {
    const routes = fc.array(
      fc.record({
        destination: smallCidr(),
        target: fc.constantFrom('local', 'igw-1', 'tgw-1'),
        state: fc.constantFrom('active', 'blackhole'),
        isPropagated: fc.boolean(),
      }),
      {maxLength: 6},
    );
    fc.assert(
      fc.property(routes, smallCidr(), (some, wanted) => {
        const parts = routedParts(routeTable('rtb-1', {routes: some}), [readRange(wanted)], NONE);
        for (let host = 0; host < 64; host++) {
          const address = parseAddress(`10.0.0.${host}`);
          if (address === null || !contains(readRange(wanted), address)) continue;
          const own = parts.filter(({ranges}) => ranges.some((range) => contains(range, address)));
          expect(own).to.have.length(1);
          const isLocal = ({destination}: (typeof some)[number]) =>
            some.some((one) => one.target === 'local' && contains(readRange(one.destination), readRange(destination)));
          const matching = some
            .filter(({destination}) => contains(readRange(destination), address))
            .filter((one) => !one.isPropagated || !isLocal(one));
          const longest = Math.max(...matching.map(({destination}) => lengthOf(destination)));
          const best = matching.filter(({destination}) => lengthOf(destination) === longest);
          const chosen = best.find(({isPropagated}) => !isPropagated) ?? best[0] ?? null;
          expect(own[0]?.route ?? null).to.equal(chosen);
        }
      }),
      {numRuns: trials(1000)},
    );
  });

  it('is the local one within the VPC before any that is propagated, however specific', () => {
    const routes = [route('10.0.0.0/16', 'local'), {...route('10.0.1.0/24', 'vgw-1'), isPropagated: true}];
    const parts = (...some: typeof routes) =>
      routedParts(routeTable('rtb-1', {routes: some}), [readRange('10.0.1.0/24')], NONE);
    expect(parts(...routes).map((part) => part.route?.target)).to.deep.equal(['local']);
    expect(parts(...routes, route('10.0.1.0/25', 'vpce-1')).map((part) => part.route?.target)).to.have.members([
      'vpce-1',
      'local',
    ]);
  });

  it('goes by prefix lists that were read, after static routes and before propagated ones', () => {
    const table = (...routes: ReturnType<typeof route>[]) => routeTable('rtb-1', {routes});
    const lists = new Map([['pl-1', ['10.0.0.0/24']]]);
    const targets = (...routes: ReturnType<typeof route>[]) =>
      routedParts(table(...routes), [readRange('10.0.0.0/24')], lists).map((part) => part.route?.target ?? null);
    const propagated = {...route('10.0.0.0/24', 'vgw-1'), isPropagated: true};
    expect(targets(propagated, route('pl-1', 'tgw-1'))).to.deep.equal(['tgw-1']);
    expect(targets(route('pl-1', 'tgw-1'), route('10.0.0.0/24', 'igw-1'))).to.deep.equal(['igw-1']);
    expect(targets(route('pl-2', 'tgw-1'))).to.deep.equal([null]);
  });
});

function lengthOf(cidr: string): number {
  return Number(cidr.split('/')[1]);
}
