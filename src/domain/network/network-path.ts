import {CannotTell} from '../../model/errors.ts';
import {aclHops} from './acl-hops.ts';
import {NO_PREFIX_LISTS, type PrefixLists} from './admissions.ts';
import {groupHops} from './group-hops.ts';
import {EPHEMERAL_PORTS} from './network-acl.ts';
import type {Leg, NetworkHop, Party} from './network-hop.ts';
import {portText} from './port-sets.ts';

/**
 * Every hop of the legs, in the order of travel, replies last.
 *
 * @throws {CannotTell} when an end of a leg has no address: with nobody to admit, everything would look open.
 */
export function networkPath(legs: readonly Leg[], lists: PrefixLists = NO_PREFIX_LISTS): NetworkHop[] {
  return legs.flatMap((leg) => {
    const {from, to, ports} = leg;
    for (const party of [from, to]) requireAddresses(party);
    const requests = ports.flatMap(({port, use}) => {
      const traffic = `tcp ${port} (${use})`;
      return [
        ...groupHops(from, to, 'out', port, traffic, lists),
        ...aclHops(from, to, 'out', {from: port, to: port}, traffic),
        ...aclHops(to, from, 'in', {from: port, to: port}, traffic),
        ...groupHops(to, from, 'in', port, traffic, lists),
      ];
    });
    const replies = `replies on tcp ${portText(EPHEMERAL_PORTS)}`;
    return [
      ...requests,
      ...aclHops(to, from, 'out', EPHEMERAL_PORTS, replies),
      ...aclHops(from, to, 'in', EPHEMERAL_PORTS, replies),
    ];
  });
}

function requireAddresses({name, interfaces}: Party): void {
  if (interfaces.some(({addresses}) => addresses.length > 0)) return;
  throw new CannotTell(`${name}: no address of the family in question`, 'compare the IP address types on both sides');
}
