import {z} from 'zod';
import type {
  NetworkAcl,
  NetworkInterface,
  PublicAccessBlock,
  PublicAccessExclusion,
  RouteTable,
  SecurityGroup,
  SecurityGroupRule,
  Subnet,
  VpcEndpoint,
} from '../aws-facts.ts';
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
  gatewayIds: texts,
  ownerId: textOrNull,
  routes: z.array(z.strictObject({destination: text, target: text, state: text, isPropagated: z.boolean()})),
}) satisfies z.ZodType<RouteTable>;

const vpcEndpoint = z.strictObject({
  id: text,
  type: text,
  vpcId: text,
  state: text,
  subnetIds: texts,
}) satisfies z.ZodType<VpcEndpoint>;

const publicAccessBlock = z.strictObject({
  mode: z.enum(['off', 'block-ingress', 'block-bidirectional']),
  state: text,
}) satisfies z.ZodType<PublicAccessBlock>;

const publicAccessExclusion = z.strictObject({
  id: text,
  mode: z.enum(['allow-bidirectional', 'allow-egress']),
  state: text,
  resourceArn: text,
}) satisfies z.ZodType<PublicAccessExclusion>;

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
  vpcEndpoints: z.array(vpcEndpoint),
  publicAccessBlock,
  publicAccessExclusions: z.array(publicAccessExclusion),
  networkInterface,
  loadBalancerInterfaces: z.array(networkInterface),
};
