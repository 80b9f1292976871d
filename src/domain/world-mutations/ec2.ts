import type {WorldMutation} from './world-mutation.ts';
import {none} from './wrong-values.ts';

const CLIENTS = 'clients reach the load balancer';
const TASKS = 'the load balancer reaches the tasks';
const NOTHING_ELSE = 'nothing else is open';

export const EC2_MUTATIONS: readonly WorldMutation[] = [
  {fact: 'securityGroup', field: 'ingress', wrong: none, breaks: `${CLIENTS} and ${TASKS}`},
  {fact: 'securityGroup', field: 'egress', wrong: none, breaks: TASKS},
  {fact: 'securityGroup', field: 'ingress[].protocol', wrong: 'udp', breaks: CLIENTS},
  {
    fact: 'securityGroup',
    field: 'ingress[]',
    wrong: (was) => (isObject(was) ? {...was, protocol: '-1', fromPort: null, toPort: null} : undefined),
    breaks: NOTHING_ELSE,
  },
  {fact: 'securityGroup', field: 'ingress[].fromPort', wrong: 1, breaks: NOTHING_ELSE},
  {
    fact: 'securityGroup',
    field: 'ingress[]',
    wrong: (was) => (isObject(was) ? {...was, fromPort: 433, toPort: 433} : undefined),
    breaks: CLIENTS,
  },
  {fact: 'securityGroup', field: 'ingress[].toPort', wrong: 65_535, breaks: NOTHING_ELSE},
  {
    fact: 'securityGroup',
    field: 'ingress[].cidrs',
    wrong: (was) => (Array.isArray(was) && was.length > 0 ? ['192.0.2.0/32'] : undefined),
    breaks: CLIENTS,
  },
  {
    fact: 'securityGroup',
    field: 'ingress[].groupIds',
    wrong: (was) => (Array.isArray(was) && was.length > 0 ? ['sg-0other'] : undefined),
    breaks: `${TASKS}, and the VPC link the load balancer`,
  },
  {fact: 'securityGroup', field: 'egress[].protocol', wrong: 'udp', breaks: TASKS},
  {
    fact: 'securityGroup',
    field: 'egress[]',
    wrong: (was) => (isObject(was) ? {...was, protocol: 'tcp', fromPort: 1, toPort: 2} : undefined),
    breaks: TASKS,
  },
  {
    fact: 'securityGroup',
    field: 'egress[].cidrs',
    wrong: (was) => (Array.isArray(was) && was.length > 0 ? ['192.0.2.0/32'] : undefined),
    breaks: TASKS,
  },
  {fact: 'networkAcl', field: 'entries', wrong: none, breaks: `${CLIENTS} and ${TASKS}`},
  {
    fact: 'networkAcl',
    field: 'entries[].action',
    wrong: (_, entry) => (entry.ruleNumber === 32_767 ? undefined : 'deny'),
    breaks: `${CLIENTS} and ${TASKS}`,
  },
  {
    fact: 'networkAcl',
    field: 'entries[].protocol',
    wrong: (_, entry) => (entry.ruleNumber === 32_767 ? undefined : '17'),
    breaks: `${CLIENTS} and ${TASKS}`,
  },
  {
    fact: 'networkAcl',
    field: 'entries[].cidr',
    wrong: (_, entry) => (entry.ruleNumber === 32_767 ? undefined : '192.0.2.0/32'),
    breaks: `${CLIENTS} and ${TASKS}`,
  },
  {
    fact: 'networkAcl',
    field: 'entries[]',
    wrong: (was) =>
      isObject(was) && was.ruleNumber !== 32_767 ? {...was, protocol: '6', ports: {from: 433, to: 433}} : undefined,
    breaks: `${CLIENTS} and ${TASKS}`,
  },
  {fact: 'routeTables', field: '[].routes', wrong: none, breaks: CLIENTS},
  {
    fact: 'routeTables',
    field: '[].routes[].target',
    wrong: (was) => (typeof was === 'string' && was !== 'local' ? 'tgw-0other' : undefined),
    breaks: CLIENTS,
  },
  {
    fact: 'routeTables',
    field: '[].routes[].state',
    wrong: (_, route) => (route.target === 'local' ? undefined : 'blackhole'),
    breaks: CLIENTS,
  },
  {
    fact: 'routeTables',
    field: '[].routes[].destination',
    wrong: (was) => (was === '0.0.0.0/0' ? '192.0.2.0/32' : undefined),
    breaks: CLIENTS,
  },
  {
    fact: 'publicAccessBlock',
    field: 'mode',
    wrong: 'block-bidirectional',
    breaks: CLIENTS,
  },
  {fact: 'loadBalancerInterfaces', field: '', wrong: none, breaks: 'the load balancer has addresses'},
  {
    fact: 'networkInterface',
    field: 'securityGroupIds',
    wrong: ['sg-0other'],
    breaks: TASKS,
  },
  {fact: 'networkInterface', field: 'privateAddresses', wrong: none, breaks: TASKS},
];

function isObject(value: unknown): value is Record<string, never> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
