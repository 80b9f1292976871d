import type {Known} from './known.ts';

export const ROUTE53_KNOWN: Known = {
  undecisive: [
    {fact: 'hostedZones', fields: '[].id', because: 'is a name'},
    {fact: 'zoneDelegation', fields: 'vpcs[].id vpcs[].region', because: 'are of private zones; the lab has none'},
    {
      fact: 'records',
      fields:
        '[].alias.evaluateTargetHealth [].setIdentifier [].routingPolicy [].weight [].failover [].location [].healthCheckId',
      because: 'are of records that come in sets: they have a mutation together, which makes a set of two',
    },
    {
      fact: 'simulatedAnswer',
      fields: 'responseCode values[]',
      because: 'is what the records come to, which have mutations',
    },
    {
      fact: 'registeredDomain',
      fields: 'name nameServers[].name nameServers[].glueIps[] statuses[]',
      because: 'is null in the lab: the domain is registered in another account',
    },
  ],
  survivors: [
    {
      fact: 'records',
      fields: '[].name [].type [].values [].alias.dnsName [].alias.hostedZoneId',
      at: / \[[0124]\]/,
      because: 'are of names that the plan does not change; clients use them today',
    },
    {
      fact: 'records',
      fields: '[].ttlSeconds',
      at: null,
      because: 'are of names that the plan does not change, or that ACM asks once a year',
    },
  ],
};
