import type {Known} from './known.ts';

export const ROUTE53_KNOWN: Known = {
  undecisive: [
    {fact: 'hostedZones', fields: '[].id', because: 'is a name'},
    {fact: 'zoneDelegation', fields: 'vpcs[].id vpcs[].region', because: 'are of private zones; the lab has none'},
    {
      fact: 'zoneSigning',
      fields: 'status message keys[].name keys[].status keys[].message keys[].keyTag keys[].algorithm keys[].dsRecord',
      because:
        'decide where a DS record above asks for signatures: that there is one is a mutation of the registration',
    },
    {
      fact: 'records',
      fields:
        '[].alias.evaluateTargetHealth [].setIdentifier [].routingPolicy [].weight [].failover [].location [].healthCheckId',
      because: 'are of records that come in sets: they have a mutation together, which makes a set of two',
    },
    {fact: 'zonesOfVpc', fields: '[].id [].name [].owner', because: 'are asked for only where an item names VPCs'},
    {
      fact: 'healthCheck',
      fields:
        'id type isDisabled isInverted healthThreshold childIds[] alarm.name alarm.region alarm.watches onInsufficientData',
      because: 'is asked for only where a group has a member that leads elsewhere; the lab has no group',
    },
    {fact: 'healthCheckReports', fields: '[]', because: 'belong to a health check, of which the lab has none'},
    {
      fact: 'healthCheckAlarm',
      fields: 'state watches',
      because: 'belongs to a health check, of which the lab has none',
    },
    {
      fact: 'registeredDomain',
      fields: 'name nameServers[].glueIps[] signers[].keyTag signers[].algorithm signers[].digestType signers[].digest',
      because: 'are what was asked for, and parts of what has mutations: name servers within the domain, a DS record',
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
