import {
  AssociateRouteTableCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateNetworkAclEntryCommand,
  type CreateNetworkAclEntryCommandInput,
  CreateRouteCommand,
  type CreateRouteCommandInput,
  CreateRouteTableCommand,
  CreateSubnetCommand,
  CreateTransitGatewayCommand,
  CreateVpcEndpointCommand,
  DeleteNetworkAclEntryCommand,
  DeleteRouteCommand,
  DeleteRouteTableCommand,
  DeleteSubnetCommand,
  DeleteTransitGatewayCommand,
  DeleteVpcEndpointsCommand,
  DisassociateRouteTableCommand,
  ModifyVpcBlockPublicAccessOptionsCommand,
  ReplaceNetworkAclEntryCommand,
  RevokeSecurityGroupIngressCommand,
} from '@aws-sdk/client-ec2';
import {HTTPS_FROM_EVERYWHERE} from '../../support/aws-network.ts';
import {given} from '../../support/given.ts';
import type {EmulatedBreakage, Mend} from '../breakage.ts';
import type {World} from '../world.ts';

/** The emulator starts tasks outside of the VPC's 10.20.0.0/16. */
const INSIDE = '10.0.0.0/8';
const EVERYWHERE = '0.0.0.0/0';

/** On the way of clients to the load balancer's port, and of replies to them. */
export const WAY_IN_BREAKAGES: readonly EmulatedBreakage[] = [
  {
    fault: 'the network ACL admits clients on port 433, which was meant to be 443',
    known: [],
    fails: ['clients-reach'],
    breaks: (world) => onlyFromClients(world, false, {From: 433, To: 433}),
  },
  {
    fault: 'the network ACL denies everybody outside the VPC',
    known: [],
    fails: ['internet-facing', 'clients-reach'],
    breaks: (world) =>
      entries(
        world,
        {RuleNumber: 40, Egress: false, Protocol: '-1', RuleAction: 'allow', CidrBlock: INSIDE},
        {RuleNumber: 50, Egress: false, Protocol: '-1', RuleAction: 'deny', CidrBlock: EVERYWHERE},
      ),
  },
  {
    fault: 'the network ACL lets replies out to port 443 alone, where no client listens',
    known: [29],
    fails: ['internet-facing', 'clients-reach'],
    breaks: (world) => onlyFromClients(world, true, {From: 443, To: 443}),
  },
  {
    fault: 'the security group admits port 433, which was meant to be 443',
    known: [],
    fails: ['clients-reach', 'https-open', 'nothing-else-open'],
    breaks: async ({ec2, network}) => {
      const of = (port: number) => ({
        GroupId: network.securityGroupId,
        IpPermissions: [{...HTTPS_FROM_EVERYWHERE, FromPort: port, ToPort: port}],
      });
      await ec2.send(new RevokeSecurityGroupIngressCommand(of(443)));
      await ec2.send(new AuthorizeSecurityGroupIngressCommand(of(433)));
      return async () => {
        await ec2.send(new RevokeSecurityGroupIngressCommand(of(433)));
        await ec2.send(new AuthorizeSecurityGroupIngressCommand(of(443)));
      };
    },
  },
  {
    fault: 'VPC Block Public Access was turned on for the region',
    known: [],
    fails: ['internet-facing', 'clients-reach'],
    breaks: async ({ec2}) => {
      const set = (InternetGatewayBlockMode: 'block-ingress' | 'off') =>
        ec2.send(new ModifyVpcBlockPublicAccessOptionsCommand({InternetGatewayBlockMode}));
      await set('block-ingress');
      return () => set('off');
    },
  },
  {
    fault: 'two routes, each for half of the internet, lead to a transit gateway beside the default route',
    known: [],
    fails: ['internet-facing', 'clients-reach'],
    breaks: async (world) => {
      const {ec2} = world;
      const made = await ec2.send(new CreateTransitGatewayCommand({}));
      const TransitGatewayId = given(made.TransitGateway?.TransitGatewayId);
      const mend = await routes(
        world,
        {DestinationCidrBlock: '0.0.0.0/1', TransitGatewayId},
        {DestinationCidrBlock: '128.0.0.0/1', TransitGatewayId},
      );
      return async () => {
        await mend();
        await ec2.send(new DeleteTransitGatewayCommand({TransitGatewayId}));
      };
    },
  },
  {
    fault: 'replies go through a firewall, and requests come in past it',
    known: [],
    fails: ['internet-facing', 'clients-reach'],
    breaks: async (world) => {
      const {VpcEndpointId, remove} = await firewall(world);
      const inspected = {DestinationCidrBlock: '0.0.0.0/1', VpcEndpointId};
      const mend = await routes(world, inspected, {...inspected, DestinationCidrBlock: '128.0.0.0/1'});
      return async () => {
        await mend();
        await remove();
      };
    },
  },
  {
    fault: 'the internet gateway leads requests through a firewall, and replies go past it',
    known: [],
    fails: ['internet-facing', 'clients-reach'],
    breaks: async (world) => {
      const {ec2, network} = world;
      const {VpcEndpointId, remove} = await firewall(world);
      const table = await ec2.send(new CreateRouteTableCommand({VpcId: network.vpcId}));
      const RouteTableId = given(table.RouteTable?.RouteTableId);
      await ec2.send(new CreateRouteCommand({RouteTableId, DestinationCidrBlock: '10.20.0.0/24', VpcEndpointId}));
      const {AssociationId} = await ec2.send(
        new AssociateRouteTableCommand({RouteTableId, GatewayId: network.internetGatewayId}),
      );
      return async () => {
        await ec2.send(new DisassociateRouteTableCommand({AssociationId}));
        await ec2.send(new DeleteRouteTableCommand({RouteTableId}));
        await remove();
      };
    },
  },
];

/** Through this ACL, clients outside the VPC get no more than these ports. */
async function onlyFromClients(
  world: World,
  Egress: boolean,
  PortRange: {readonly From: number; readonly To: number},
): Promise<Mend> {
  const {ec2, guards} = world;
  const everything = {
    NetworkAclId: guards.networkAclId,
    RuleNumber: 100,
    Egress,
    RuleAction: 'allow' as const,
    CidrBlock: EVERYWHERE,
  };
  await ec2.send(new ReplaceNetworkAclEntryCommand({...everything, Protocol: '6', PortRange}));
  const inside = {RuleNumber: 110, Egress, Protocol: '-1', RuleAction: 'allow' as const, CidrBlock: INSIDE};
  const mend = await entries(world, inside);
  return async () => {
    await mend();
    await ec2.send(new ReplaceNetworkAclEntryCommand({...everything, Protocol: '-1'}));
  };
}

async function entries(
  {ec2, guards}: World,
  ...added: Omit<CreateNetworkAclEntryCommandInput, 'NetworkAclId'>[]
): Promise<Mend> {
  const NetworkAclId = guards.networkAclId;
  for (const entry of added) await ec2.send(new CreateNetworkAclEntryCommand({NetworkAclId, ...entry}));
  return async () => {
    for (const {RuleNumber, Egress} of added) {
      await ec2.send(new DeleteNetworkAclEntryCommand({NetworkAclId, RuleNumber, Egress}));
    }
  };
}

async function routes({ec2, network}: World, ...added: Omit<CreateRouteCommandInput, 'RouteTableId'>[]): Promise<Mend> {
  const RouteTableId = network.routeTableId;
  for (const route of added) await ec2.send(new CreateRouteCommand({RouteTableId, ...route}));
  return async () => {
    for (const {DestinationCidrBlock} of added) {
      await ec2.send(new DeleteRouteCommand({RouteTableId, DestinationCidrBlock}));
    }
  };
}

interface Firewall {
  readonly VpcEndpointId: string;
  readonly remove: Mend;
}

/** In a subnet of its own, which leads on to the internet gateway. */
async function firewall({ec2, network}: World): Promise<Firewall> {
  const VpcId = network.vpcId;
  const subnet = await ec2.send(new CreateSubnetCommand({VpcId, CidrBlock: '10.20.50.0/24'}));
  const SubnetId = given(subnet.Subnet?.SubnetId);
  const table = await ec2.send(new CreateRouteTableCommand({VpcId}));
  const RouteTableId = given(table.RouteTable?.RouteTableId);
  const out = {RouteTableId, DestinationCidrBlock: EVERYWHERE};
  await ec2.send(new CreateRouteCommand({...out, GatewayId: network.internetGatewayId}));
  const {AssociationId} = await ec2.send(new AssociateRouteTableCommand({RouteTableId, SubnetId}));
  const made = await ec2.send(
    new CreateVpcEndpointCommand({
      VpcId,
      VpcEndpointType: 'GatewayLoadBalancer',
      ServiceName: 'com.amazonaws.vpce.eu-central-1.vpce-svc-0firewall',
      SubnetIds: [SubnetId],
    }),
  );
  const VpcEndpointId = given(made.VpcEndpoint?.VpcEndpointId);
  return {
    VpcEndpointId,
    remove: async () => {
      await ec2.send(new DeleteVpcEndpointsCommand({VpcEndpointIds: [VpcEndpointId]}));
      await ec2.send(new DisassociateRouteTableCommand({AssociationId}));
      await ec2.send(new DeleteRouteTableCommand({RouteTableId}));
      await ec2.send(new DeleteSubnetCommand({SubnetId}));
    },
  };
}
