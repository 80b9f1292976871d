import {type Reasons, SAYS} from './reasons.ts';

const SIGN_IN =
  'are what an identity provider is asked with. A rule that asks for a sign-in answers machines with a redirect, whatever is in them';

export const ELBV2_REASONS: Reasons = {
  members: {
    'elastic-load-balancing-v2': [
      {
        of: 'AuthenticateCognitoActionConfig',
        unread:
          'AuthenticationRequestExtraParams Scope SessionCookieName SessionTimeout UserPoolArn UserPoolClientId UserPoolDomain',
        because: SIGN_IN,
      },
      {
        of: 'AuthenticateOidcActionConfig',
        unread:
          'AuthenticationRequestExtraParams AuthorizationEndpoint ClientId ClientSecret Issuer Scope SessionCookieName SessionTimeout TokenEndpoint UseExistingClientSecret UserInfoEndpoint',
        because: SIGN_IN,
      },
      {
        of: 'HostHeaderRewriteConfig',
        unread: 'Rewrites',
        because: 'are read as those of UrlRewriteConfig, in one line',
      },
      {
        of: 'JwtValidationActionConfig',
        unread: 'AdditionalClaims JwksEndpoint',
        because: 'decide which tokens are accepted; a request without a stated token is refused whatever they are',
      },
      {
        of: 'AvailabilityZone',
        unread: 'LoadBalancerAddresses SourceNatIpv6Prefixes OutpostId',
        because:
          'are of Network Load Balancers and Outposts; the addresses of the load balancer are read from its interfaces',
      },
      {
        of: 'Listener',
        unread: 'AlpnPolicy',
        because:
          'is of TLS listeners of Network Load Balancers; what an Application Load Balancer offers is an attribute of it',
      },
      {
        of: 'Listener',
        unread: 'Certificates',
        because: 'holds the default one alone; all of them are read from DescribeListenerCertificates',
      },
      {
        of: 'MutualAuthenticationAttributes',
        unread: 'AdvertiseTrustStoreCaNames',
        because: 'tells clients whose certificates are accepted; which ones are is the same without it',
      },
      {of: 'ListenerAttribute', unread: 'Key Value', because: 'are read as every attribute is (attributesOf)'},
      {of: 'TargetGroupAttribute', unread: 'Key Value', because: 'are read as every attribute is (attributesOf)'},
      {of: 'LoadBalancer', unread: 'CreatedTime', because: SAYS.past},
      {
        of: 'LoadBalancer',
        unread: 'CustomerOwnedIpv4Pool IpamPools',
        because: 'are where its addresses come from, not what they are: those are read from its interfaces',
      },
      {
        of: 'LoadBalancer',
        unread: 'EnablePrefixForIpv6SourceNat',
        because: 'is of Network Load Balancers by UDP, which is no way that is judged',
      },
      {
        of: 'PathPatternConditionConfig',
        unread: 'RegexValues Values',
        because: 'are read as those of HostHeaderConditionConfig, in one line',
      },
      {of: 'Rule', unread: 'IsDefault', because: 'is what the priority "default", which is read, says'},
      {
        of: 'SourceIpConditionConfig',
        unread: 'IpAddressType',
        because: 'is of rules of Network Load Balancers; those of an Application Load Balancer name their blocks',
      },
      {
        of: 'TargetDescription',
        unread: 'QuicServerId',
        because: 'is of QUIC, which Network Load Balancers pass on',
      },
      {
        of: 'TargetGroup',
        unread: 'TargetControlPort',
        because:
          'is where agents on the targets say how many requests they take; whether the targets are healthy is read from their health',
      },
      {
        of: 'AdministrativeOverride',
        unread: 'Description Reason',
        because: 'say in other words what its State says, which is read',
      },
      {
        of: 'TargetHealthDescription',
        unread: 'AnomalyDetection',
        because:
          'lowers the share of a target that errs more than others, and never to none: its errors are what metrics show',
      },
    ],
  },
  fields: [
    {of: 'Listener', unread: 'loadBalancerArn', because: 'repeats whose listeners were asked for'},
    {
      of: 'RuleAction(jwt-validation)',
      unread: 'issuer',
      because: 'is whose tokens are accepted; a request without a stated token is refused whoever it is',
    },
  ],
};
