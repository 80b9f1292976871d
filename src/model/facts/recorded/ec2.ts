import {z} from 'zod';
import type {NetworkAcl, NetworkInterface, RouteTable, SecurityGroup, SecurityGroupRule, Subnet} from '../aws-facts.ts';
import {numberOrNull, text, textOrNull, texts} from './parts.ts';

const permission = z.strictObject({
  protocol: text,
  fromPort: numberOrNull,
  toPort: numberOrNull,
  cidrs: texts,
  prefixListIds: texts,
  groupIds: texts,
});

const securityGroup = z.strictObject({
  id: text,
  name: text,
  vpcId: textOrNull,
  ingress: z.array(permission),
  egress: z.array(permission),
}) satisfies z.ZodType<SecurityGroup>;

const rule = z.strictObject({
  id: text,
  groupId: text,
  isEgress: z.boolean(),
  protocol: text,
  fromPort: numberOrNull,
  toPort: numberOrNull,
  peer: text,
}) satisfies z.ZodType<SecurityGroupRule>;

const networkAcl = z.strictObject({
  id: text,
  subnetIds: texts,
  entries: z.array(
    z.strictObject({
      ruleNumber: z.number(),
      isEgress: z.boolean(),
      protocol: text,
      action: z.enum(['allow', 'deny']),
      cidr: text,
      ports: z.strictObject({from: z.number(), to: z.number()}).nullable(),
    }),
  ),
}) satisfies z.ZodType<NetworkAcl>;

const subnet = z.strictObject({
  id: text,
  vpcId: text,
  availabilityZone: text,
  cidrs: texts,
}) satisfies z.ZodType<Subnet>;

const routeTable = z.strictObject({
  id: text,
  isMain: z.boolean(),
  subnetIds: texts,
  routes: z.array(z.strictObject({destination: text, target: text, state: text})),
}) satisfies z.ZodType<RouteTable>;

const networkInterface = z.strictObject({
  id: text,
  description: text,
  subnetId: text,
  vpcId: text,
  securityGroupIds: texts,
  privateAddresses: texts,
  publicAddresses: texts,
  tcpEstablishedTimeoutSeconds: numberOrNull,
}) satisfies z.ZodType<NetworkInterface>;

export const EC2_FACTS = {
  securityGroup,
  securityGroupRules: z.array(rule),
  prefixList: texts,
  networkAcl,
  subnet,
  routeTables: z.array(routeTable),
  networkInterface,
  loadBalancerInterfaces: z.array(networkInterface),
};
