import {type Reasons, SAYS} from './reasons.ts';

export const ROUTE53_REASONS: Reasons = {
  members: {
    'route-53': [
      {
        of: 'CidrRoutingConfig',
        unread: 'CollectionId',
        because:
          'names the list of blocks that LocationName, which is read, is one of: the record is for some clients either way',
      },
      {of: 'DelegationSet', unread: 'Id CallerReference', because: SAYS.names},
      {
        of: 'GeoProximityLocation',
        unread: 'AWSRegion Bias Coordinates LocalZoneGroup',
        because: 'decide which clients get which record of the set; the checks ask the same of all of them',
      },
      {of: 'HealthCheck', unread: 'CallerReference HealthCheckVersion', because: SAYS.names},
      {
        of: 'HealthCheck',
        unread: 'LinkedService',
        because: 'says which service may edit the check; it decides like any other',
      },
      {
        of: 'HealthCheckConfig',
        unread:
          'EnableSNI FailureThreshold FullyQualifiedDomainName IPAddress Port Regions RequestInterval ResourcePath SearchString',
        because: 'say how the checkers ask; what came of it is read from their reports',
      },
      {
        of: 'HealthCheckConfig',
        unread: 'MeasureLatency',
        because: 'adds a graph of latencies; the status is the same with it and without',
      },
      {
        of: 'HealthCheckConfig',
        unread: 'RoutingControlArn',
        because: 'names the routing control of a RECOVERY_CONTROL, which by its type alone is not known',
      },
      {
        of: 'HealthCheckObservation',
        unread: 'IPAddress Region',
        because: 'say which checker it is: each counts for one, wherever it stands',
      },
      {of: 'StatusReport', unread: 'CheckedTime', because: SAYS.past},
      {of: 'HostedZone', unread: 'CallerReference', because: SAYS.names},
      {
        of: 'HostedZone',
        unread: 'LinkedService',
        because: 'says which service may edit the zone; it answers like any other',
      },
      {
        of: 'HostedZone',
        unread: 'Features',
        because: 'are settings of how its records can be changed when a region fails, not of what is answered',
      },
      {
        of: 'HostedZone',
        unread: 'ResourceRecordSetCount',
        because: 'counts what is listed, page by page, anyhow',
      },
      {of: 'HostedZoneConfig', unread: 'Comment', because: SAYS.names},
      {of: 'KeySigningKey', unread: 'KmsArn', because: 'names the KMS key; what is wrong with it is in Status'},
      {of: 'KeySigningKey', unread: 'CreatedDate LastModifiedDate', because: SAYS.past},
      {
        of: 'KeySigningKey',
        unread:
          'Flag PublicKey DNSKEYRecord SigningAlgorithmMnemonic DigestAlgorithmMnemonic DigestAlgorithmType DigestValue',
        because: 'repeat in other words the key and the digest that DSRecord, KeyTag and SigningAlgorithmType say',
      },
      {
        of: 'ListHostedZonesByVPCResponse',
        unread: 'MaxItems',
        because: 'repeats the request; whether a list goes on is read from NextToken',
      },
      {
        of: 'ListHostedZonesResponse',
        unread: 'Marker MaxItems',
        because: 'repeat the request; whether and where a list goes on is read from IsTruncated and NextMarker',
      },
      {
        of: 'ListResourceRecordSetsResponse',
        unread: 'MaxItems',
        because: 'repeats the request; whether a list goes on is read from IsTruncated',
      },
      {
        of: 'ResourceRecordSet',
        unread: 'TrafficPolicyInstanceId',
        because: 'says which traffic policy made the record; what is answered is in the record itself',
      },
    ],
  },
  fields: [],
};
