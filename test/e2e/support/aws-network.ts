import {
  AssociateRouteTableCommand,
  AttachInternetGatewayCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateInternetGatewayCommand,
  CreateRouteCommand,
  CreateRouteTableCommand,
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  type EC2Client,
  type IpPermission,
  RevokeSecurityGroupIngressCommand,
} from '@aws-sdk/client-ec2';
import {REGION} from './aws-identities.ts';
import {given} from './given.ts';

export interface Network {
  readonly vpcId: string;
  readonly subnetIds: readonly string[];
  readonly routeTableId: string;
  readonly internetGatewayId: string;
  readonly securityGroupId: string;
}

export const HTTPS_FROM_EVERYWHERE: IpPermission = {
  IpProtocol: 'tcp',
  FromPort: 443,
  ToPort: 443,
  IpRanges: [{CidrIp: '0.0.0.0/0', Description: 'HTTPS from the internet'}],
  Ipv6Ranges: [{CidrIpv6: '::/0', Description: 'HTTPS from the internet'}],
};

/** A VPC with two public subnets and a security group that lets HTTPS in. */
export async function createNetwork(ec2: EC2Client): Promise<Network> {
  const vpcId = given((await ec2.send(new CreateVpcCommand({CidrBlock: '10.20.0.0/16'}))).Vpc?.VpcId);
  const gateway = await ec2.send(new CreateInternetGatewayCommand({}));
  const gatewayId = given(gateway.InternetGateway?.InternetGatewayId);
  await ec2.send(new AttachInternetGatewayCommand({InternetGatewayId: gatewayId, VpcId: vpcId}));
  const table = await ec2.send(new CreateRouteTableCommand({VpcId: vpcId}));
  const routeTableId = given(table.RouteTable?.RouteTableId);
  await ec2.send(
    new CreateRouteCommand({RouteTableId: routeTableId, DestinationCidrBlock: '0.0.0.0/0', GatewayId: gatewayId}),
  );
  const subnetIds: string[] = [];
  for (const [index, zone] of ['a', 'b'].entries()) {
    const made = await ec2.send(
      new CreateSubnetCommand({
        VpcId: vpcId,
        CidrBlock: `10.20.${index}.0/24`,
        AvailabilityZone: `${REGION}${zone}`,
      }),
    );
    const subnetId = given(made.Subnet?.SubnetId);
    await ec2.send(new AssociateRouteTableCommand({RouteTableId: routeTableId, SubnetId: subnetId}));
    subnetIds.push(subnetId);
  }
  const group = await ec2.send(
    new CreateSecurityGroupCommand({GroupName: 'central-alb', Description: 'central load balancer', VpcId: vpcId}),
  );
  const securityGroupId = given(group.GroupId);
  await ec2.send(
    new AuthorizeSecurityGroupIngressCommand({GroupId: securityGroupId, IpPermissions: [HTTPS_FROM_EVERYWHERE]}),
  );
  return {vpcId, subnetIds, routeTableId, internetGatewayId: gatewayId, securityGroupId};
}

/** Takes HTTPS away again, but from the VPC link, which the old way needs. */
export async function closeHttps(ec2: EC2Client, {securityGroupId}: Network, vpcLinkGroupId: string): Promise<void> {
  await ec2.send(
    new RevokeSecurityGroupIngressCommand({GroupId: securityGroupId, IpPermissions: [HTTPS_FROM_EVERYWHERE]}),
  );
  const UserIdGroupPairs = [{GroupId: vpcLinkGroupId}];
  await ec2.send(
    new AuthorizeSecurityGroupIngressCommand({
      GroupId: securityGroupId,
      IpPermissions: [{IpProtocol: 'tcp', FromPort: 443, ToPort: 443, UserIdGroupPairs}],
    }),
  );
}
