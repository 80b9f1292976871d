import {type AwsWorld, HEALTHY} from '../../../src/lab/aws-world.ts';
import {MCP_HOST} from '../../../src/lab/worlds/names.ts';
import type {DnsRecord} from '../../../src/model/facts/aws-facts.ts';
import type {UnusualWorld} from './unusual-world.ts';

/** The zone of every distribution of CloudFront. */
const CLOUDFRONT_ZONE = 'Z2FDTNDATAQYW2';

const [PLAIN] = HEALTHY.records.filter(({name}) => name === MCP_HOST);
if (PLAIN === undefined) throw new Error('the healthy world has no record for the new host');

const PRIMARY: DnsRecord = failover('PRIMARY', PLAIN.alias?.hostedZoneId ?? '', PLAIN.alias?.dnsName ?? '', true);
const SECONDARY: DnsRecord = failover('SECONDARY', CLOUDFRONT_ZONE, 'd111111abcdef8.cloudfront.net.', false);

const AWS: AwsWorld = withRecords(PRIMARY, SECONDARY);

export const FAILOVER_TO_A_PAGE: UnusualWorld = {
  name: 'failover-to-a-page',
  title: 'the host fails over to a maintenance page on CloudFront where the load balancer has no healthy target',
  aws: AWS,
  with: {
    'dns-record': {
      params: {failover: 'allowed'},
      because: 'a secondary that leads elsewhere is a page here, and elsewhere a mistake: only the team knows',
    },
    'record-ttl': {
      params: {failover: 'allowed'},
      because: 'AWS does not document for how long an alias of CloudFront is kept',
    },
  },
  faults: [
    {
      title: 'the page is the primary, and the load balancer the secondary',
      aws: withRecords(
        {...PRIMARY, setIdentifier: 'SECONDARY', failover: 'SECONDARY'},
        {...SECONDARY, setIdentifier: 'PRIMARY', failover: 'PRIMARY'},
      ),
      item: 'dns-record',
      says: 'cloudfront',
    },
    {
      title: 'the primary is gone, so the page answers',
      aws: withRecords(SECONDARY),
      item: 'dns-record',
      says: 'cloudfront',
    },
  ],
};

function failover(
  which: 'PRIMARY' | 'SECONDARY',
  hostedZoneId: string,
  dnsName: string,
  evaluateTargetHealth: boolean,
): DnsRecord {
  if (PLAIN === undefined) throw new Error('the healthy world has no record for the new host');
  return {
    ...PLAIN,
    setIdentifier: which,
    routingPolicy: 'failover',
    failover: which,
    alias: {hostedZoneId, dnsName, evaluateTargetHealth},
  };
}

function withRecords(...records: readonly DnsRecord[]): AwsWorld {
  return {...HEALTHY, records: [...HEALTHY.records.filter(({name}) => name !== MCP_HOST), ...records]};
}
