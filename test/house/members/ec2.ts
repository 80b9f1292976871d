import {type Reasons, SAYS} from './reasons.ts';

export const EC2_REASONS: Reasons = {
  members: {
    ec2: [
      {
        of: 'ConnectionTrackingConfiguration',
        unread: 'UdpStreamTimeout UdpTimeout',
        because: 'are of UDP; every stream and request here is TCP',
      },
      {of: 'GroupIdentifier', unread: 'GroupName', because: SAYS.names},
      {of: 'IpRange', unread: 'Description', because: SAYS.names},
      {of: 'Ipv6Range', unread: 'Description', because: SAYS.names},
      {of: 'NetworkAcl', unread: 'IsDefault OwnerId VpcId', because: SAYS.names},
      {of: 'NetworkAcl', unread: 'Tags', because: SAYS.tags},
      {
        of: 'NetworkAclAssociation',
        unread: 'NetworkAclAssociationId NetworkAclId',
        because: 'repeat which ACL the association is listed with',
      },
      {of: 'NetworkAclEntry', unread: 'IcmpTypeCode', because: 'is of ICMP; every stream and request here is TCP'},
      {
        of: 'NetworkInterface',
        unread:
          'AssociatedSubnets AvailabilityZone AvailabilityZoneId InterfaceType MacAddress Operator OutpostArn OwnerId RequesterId RequesterManaged',
        because:
          'say what the interface is and whose; what reaches it depends on its addresses, groups and subnet, which are read',
      },
      {
        of: 'NetworkInterface',
        unread: 'PrivateDnsName PublicDnsName PublicIpDnsNameOptions',
        because: 'are names that EC2 gives the interface; clients come by the names of Route 53',
      },
      {
        of: 'NetworkInterface',
        unread: 'Association Ipv6Address PrivateIpAddress',
        because: 'repeat the primary one of PrivateIpAddresses and Ipv6Addresses, which are read',
      },
      {
        of: 'NetworkInterface',
        unread: 'Ipv4Prefixes Ipv6Prefixes Ipv6Native',
        because:
          'are of instances that hand addresses on to containers; load balancers and tasks have single addresses',
      },
      {
        of: 'NetworkInterface',
        unread: 'Attachment SourceDestCheck Status',
        because: 'are set by the service that owns the interface; whether its targets answer is read from their health',
      },
      {
        of: 'NetworkInterface',
        unread: 'DenyAllIgwTraffic',
        because:
          'is set on all interfaces of a load balancer by its attribute ipv6.deny_all_igw_traffic, which is read',
      },
      {of: 'NetworkInterface', unread: 'TagSet', because: SAYS.tags},
      {
        of: 'NetworkInterfaceAssociation',
        unread: 'AllocationId AssociationId IpOwnerId PublicDnsName',
        because: SAYS.names,
      },
      {
        of: 'NetworkInterfaceAssociation',
        unread: 'CarrierIp CustomerOwnedIp',
        because:
          'are addresses of Wavelength zones and Outposts, which are not public ones: they are not taken for any',
      },
      {of: 'NetworkInterfaceIpv6Address', unread: 'IsPrimaryIpv6 PublicIpv6DnsName', because: SAYS.names},
      {of: 'NetworkInterfacePrivateIpAddress', unread: 'Primary PrivateDnsName', because: SAYS.names},
      {of: 'PrefixListEntry', unread: 'Description', because: SAYS.names},
      {of: 'PrefixListId', unread: 'Description', because: SAYS.names},
      {
        of: 'ReferencedSecurityGroup',
        unread: 'PeeringStatus UserId VpcId VpcPeeringConnectionId',
        because:
          'say whose group it is; a rule matches it by its id, which is unique. One behind a peering that is gone has no interfaces that could send',
      },
      {
        of: 'UserIdGroupPair',
        unread: 'Description GroupName PeeringStatus UserId VpcId VpcPeeringConnectionId',
        because:
          'say whose group it is; a rule matches it by its id, which is unique. One behind a peering that is gone has no interfaces that could send',
      },
      {of: 'Route', unread: 'InstanceOwnerId', because: SAYS.names},
      {
        of: 'Route',
        unread: 'IpAddress',
        because: 'is the next hop of a route in an Outpost, which has no internet gateway',
      },
      {of: 'RouteTable', unread: 'VpcId', because: SAYS.names},
      {of: 'RouteTable', unread: 'Tags', because: SAYS.tags},
      {
        of: 'RouteTable',
        unread: 'PropagatingVgws',
        because: 'say where routes come from; the propagated ones are among Routes, which are read',
      },
      {of: 'RouteTableAssociation', unread: 'PublicIpv4Pool RouteTableAssociationId RouteTableId', because: SAYS.names},
      {of: 'SecurityGroup', unread: 'Description OwnerId SecurityGroupArn', because: SAYS.names},
      {of: 'SecurityGroup', unread: 'Tags', because: SAYS.tags},
      {of: 'SecurityGroupRule', unread: 'Description GroupOwnerId SecurityGroupRuleArn', because: SAYS.names},
      {of: 'SecurityGroupRule', unread: 'Tags', because: SAYS.tags},
      {
        of: 'SecurityGroupRule',
        unread: 'FromPort IpProtocol ToPort',
        because: 'are read as those of a permission are, in one function for both (ec2/mapping)',
      },
      {
        of: 'Subnet',
        unread:
          'AssignIpv6AddressOnCreation AvailabilityZoneId CustomerOwnedIpv4Pool DefaultForAz EnableLniAtDeviceIndex Ipv6Native MapCustomerOwnedIpOnLaunch MapPublicIpOnLaunch OutpostArn OwnerId PrivateDnsNameOptionsOnLaunch SubnetArn Type',
        because: 'decide what instances get that are started in it; load balancers get their addresses by their scheme',
      },
      {
        of: 'Subnet',
        unread: 'AvailableIpAddressCount',
        because: 'decides whether more tasks or a larger load balancer fit in; what runs has its addresses',
      },
      {
        of: 'Subnet',
        unread: 'BlockPublicAccessStates',
        because: 'repeats the block of the account, which is read with its exclusions, without which it says too much',
      },
      {of: 'Subnet', unread: 'EnableDns64', because: 'is for what the subnet asks, not for who asks it'},
      {of: 'Subnet', unread: 'State', because: 'is pending for seconds after it was made, when nothing is in it'},
      {of: 'Subnet', unread: 'Tags', because: SAYS.tags},
      {of: 'RouteTableAssociationState', unread: 'StatusMessage', because: 'explains the State, which is read'},
      {
        of: 'VpcBlockPublicAccessExclusion',
        unread: 'CreationTimestamp DeletionTimestamp LastUpdateTimestamp',
        because: SAYS.past,
      },
      {of: 'VpcBlockPublicAccessExclusion', unread: 'Reason', because: 'explains the State, which is read'},
      {of: 'VpcBlockPublicAccessExclusion', unread: 'Tags', because: SAYS.tags},
      {of: 'VpcBlockPublicAccessOptions', unread: 'AwsAccountId AwsRegion ManagedBy', because: SAYS.names},
      {of: 'VpcBlockPublicAccessOptions', unread: 'LastUpdateTimestamp', because: SAYS.past},
      {
        of: 'VpcBlockPublicAccessOptions',
        unread: 'ExclusionsAllowed Reason',
        because:
          'say who may change it and why it was changed; what is blocked now is in the mode, the state and the exclusions there are',
      },
      {of: 'VpcEndpoint', unread: 'CreationTimestamp', because: SAYS.past},
      {of: 'VpcEndpoint', unread: 'OwnerId RequesterManaged ServiceRegion PayerResponsibilities', because: SAYS.names},
      {of: 'VpcEndpoint', unread: 'FailureReason LastError', because: 'explain the State, which is read'},
      {of: 'VpcEndpoint', unread: 'Tags', because: SAYS.tags},
      {
        of: 'VpcEndpoint',
        unread: 'ServiceName',
        because:
          'decides what is behind it: where a route leads through one that balances load, what it lets through is taken for unknown',
      },
      {
        of: 'VpcEndpoint',
        unread:
          'DnsEntries DnsOptions Groups IpAddressType Ipv4Prefixes Ipv6Prefixes NetworkInterfaceIds PolicyDocument PrivateDnsEnabled ResourceConfigurationArn RouteTableIds ServiceNetworkArn',
        because:
          'are of endpoints that services are called by; one that traffic is routed through has a type, a state and subnets, which are read',
      },
      {of: 'SubnetCidrBlockState', unread: 'StatusMessage', because: 'explains the State, which is read'},
      {
        of: 'SubnetIpv6CidrBlockAssociation',
        unread: 'AssociationId IpSource Ipv6AddressAttribute',
        because: SAYS.names,
      },
    ],
  },
  fields: [
    {of: 'PublicAccessExclusion', unread: 'id', because: SAYS.names},
    {of: 'SecurityGroup', unread: 'vpcId', because: 'is the one of the load balancer or task that has the group'},
    {
      of: 'SecurityGroupRule',
      unread: 'protocol fromPort toPort',
      because: 'are read as those of a permission are (domain/network/port-sets)',
    },
    {of: 'Subnet', unread: 'availabilityZone', because: SAYS.names},
    {of: 'NetworkInterface', unread: 'description vpcId', because: SAYS.names},
  ],
};
