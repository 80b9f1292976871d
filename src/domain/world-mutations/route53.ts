import type {Json} from '../../model/outcome.ts';
import type {WorldMutation} from './world-mutation.ts';
import {another, none} from './wrong-values.ts';

const FOUND = 'clients that look up the host find the load balancer';
const DELEGATED = 'the zone that was read is the one that answers';

export const ROUTE53_MUTATIONS: readonly WorldMutation[] = [
  {fact: 'hostedZones', field: '', wrong: none, breaks: DELEGATED},
  {fact: 'hostedZones', field: '[].name', wrong: 'elsewhere.example', breaks: DELEGATED},
  {fact: 'hostedZones', field: '[].isPrivate', wrong: true, breaks: DELEGATED},
  {fact: 'zoneDelegation', field: 'nameServers', wrong: ['ns-1.elsewhere.example'], breaks: DELEGATED},
  {fact: 'registeredDomain', field: '', wrong: null, breaks: DELEGATED},
  {fact: 'registeredDomain', field: 'nameServers', wrong: none, breaks: DELEGATED},
  {fact: 'registeredDomain', field: 'nameServers[].name', wrong: 'ns-1.elsewhere.example', breaks: DELEGATED},
  {
    fact: 'registeredDomain',
    field: 'statuses',
    wrong: ['clientHold'],
    breaks: 'the registry answers for the domain',
  },
  {
    fact: 'registeredDomain',
    field: 'signers',
    wrong: [{keyTag: 1, algorithm: 13, digestType: 2, digest: '00'}],
    breaks: 'resolvers that validate signatures accept what the zone answers',
  },
  {fact: 'records', field: '', wrong: none, breaks: FOUND},
  {fact: 'records', field: '[].name', wrong: another, breaks: FOUND},
  {fact: 'records', field: '[].type', wrong: 'TXT', breaks: FOUND},
  {
    fact: 'records',
    field: '[].values',
    wrong: (was) => (Array.isArray(was) && was.length > 0 ? ['elsewhere.example'] : undefined),
    breaks: FOUND,
  },
  {
    fact: 'records',
    field: '[].ttlSeconds',
    wrong: (was) => (was === null ? undefined : 86_400),
    breaks: 'a change of the record spreads soon',
  },
  {
    fact: 'records',
    field: '[].alias.dnsName',
    wrong: 'dualstack.other-1.eu-central-1.elb.amazonaws.com.',
    breaks: FOUND,
  },
  {fact: 'records', field: '[].alias.hostedZoneId', wrong: 'Z0OTHER', breaks: FOUND},
  {fact: 'records', field: '', wrong: (was) => (Array.isArray(was) ? halvedAliases(was) : undefined), breaks: FOUND},
];

/** Every alias as one of two weighted records, of which the other is an alias of something else. */
function halvedAliases(records: readonly Json[]): Json {
  return records.flatMap((record) => {
    if (record === null || typeof record !== 'object' || !('alias' in record)) return [record];
    const {alias} = record;
    if (alias === null || typeof alias !== 'object') return [record];
    const weighted = {...record, routingPolicy: 'weighted', weight: 1};
    const elsewhere = {...alias, dnsName: 'dualstack.other-1.eu-central-1.elb.amazonaws.com.'};
    return [
      {...weighted, setIdentifier: 'this'},
      {...weighted, setIdentifier: 'other', alias: elsewhere},
    ];
  });
}
