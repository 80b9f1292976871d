import type {Known} from './known.ts';

export const EC2_KNOWN: Known = {
  undecisive: [
    {fact: 'securityGroup', fields: 'id name vpcId', because: 'are what was asked for'},
    {
      fact: 'securityGroup',
      fields: 'ingress[].prefixListIds[] egress[].prefixListIds[]',
      because: 'are another way to name addresses; blocks and groups have mutations',
    },
    {
      fact: 'securityGroup',
      fields: 'egress[].fromPort egress[].toPort egress[].groupIds[]',
      because: 'have one mutation with the protocol, as the usual rule is for all of them',
    },
    {
      fact: 'securityGroupRules',
      fields: '[].id [].groupId [].isEgress [].protocol [].fromPort [].toPort [].peer',
      because: 'are the rules of the groups once more, with their ids, for commands that correct them',
    },
    {fact: 'prefixList', fields: '[]', because: 'are addresses of a list that no group of the lab names'},
    {fact: 'networkAcl', fields: 'id subnetIds[]', because: 'are what was asked for'},
    {
      fact: 'networkAcl',
      fields: 'entries[].ruleNumber entries[].isEgress entries[].ports.from entries[].ports.to',
      because: 'have mutations with the entry that they belong to',
    },
    {
      fact: 'subnet',
      fields: 'id vpcId availabilityZone cidrs[]',
      because: 'do not change while there is something in it',
    },
    {
      fact: 'routeTables',
      fields: '[].id [].isMain [].subnetIds[]',
      because: 'say whose table it is; its routes have mutations',
    },
    {
      fact: 'routeTables',
      fields: '[].gatewayIds[] [].ownerId [].routes[].isPropagated',
      because: 'are of tables of gateways, of shared VPCs and of virtual private gateways; the lab has none',
    },
    {
      fact: 'vpcEndpoints',
      fields: '[].id [].type [].vpcId [].state [].subnetIds[]',
      because: 'are of endpoints that a route leads through; the lab has none',
    },
    {
      fact: 'publicAccessBlock',
      fields: 'state',
      because: 'says whether the mode, which has a mutation, is in force yet',
    },
    {
      fact: 'publicAccessExclusions',
      fields: '[].id [].mode [].state [].resourceArn',
      because: 'are of a region where public access is blocked; in the lab it is not',
    },
    {
      fact: 'networkInterface',
      fields: 'id description subnetId vpcId publicAddresses[] tcpEstablishedTimeoutSeconds',
      because: 'are where the task is; groups and addresses have mutations',
    },
    {
      fact: 'loadBalancerInterfaces',
      fields:
        '[].id [].description [].subnetId [].vpcId [].securityGroupIds[] [].privateAddresses[] [].publicAddresses[] [].tcpEstablishedTimeoutSeconds',
      because: 'are set by Elastic Load Balancing as the load balancer says, which has mutations',
    },
  ],
  survivors: [
    {
      fact: 'securityGroup',
      fields: 'egress egress[].protocol egress[] egress[].cidrs',
      at: /securityGroup:(?!sg-0e5d4c3b2a1908f76)/,
      because:
        'the load balancer has two groups, of which the other still lets out what is needed; groups let answers out anyhow',
    },
    {
      fact: 'securityGroup',
      fields: 'ingress ingress[].groupIds',
      at: /sg-09d8e7c6b5a403f21/,
      because: 'is the group for the VPC link, and the other one of the load balancer admits everybody, the link too',
    },
    {
      fact: 'securityGroup',
      fields: 'ingress[] ingress[].fromPort ingress[].toPort',
      at: /sg-0a7b6c5d4e3f21098/,
      because: 'is the group of the tasks, which only the load balancer is admitted to, on whatever port',
    },
    {
      fact: 'routeTables',
      fields: '[].routes [].routes[].target [].routes[].state [].routes[].destination',
      at: / \[0\]/,
      because: 'is the table of the private subnets: no client comes by it',
    },
    {
      fact: 'networkInterface',
      fields: 'securityGroupIds privateAddresses',
      at: /eni-0a0b0c0d0e0f0000/,
      because: 'is one of the load balancer, whose groups and addresses are read from the load balancer',
    },
    {
      fact: 'loadBalancerInterfaces',
      fields: '',
      at: null,
      because: 'is asked by the trace, and where DNS has addresses only',
    },
  ],
};
