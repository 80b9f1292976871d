import {
  GetHostedZoneCommand,
  type HostedZone,
  ListHostedZonesCommand,
  ListResourceRecordSetsCommand,
  TestDNSAnswerCommand,
} from '@aws-sdk/client-route-53';
import type {Route53Facts} from '../../../src/model/facts/aws-facts.ts';
import {actionsSent, type PlayedService} from './played-service.ts';

export function sdkZone(Id: string, Name: string, isPrivate = false): HostedZone {
  return {Id: `/hostedzone/${Id}`, Name, CallerReference: '', Config: {PrivateZone: isPrivate}};
}

export const PLAYED_ROUTE53: PlayedService<keyof Route53Facts> = {
  answer({route53}) {
    const zone = sdkZone('ZGEORGI0', 'georgi.io.');
    route53.on(ListHostedZonesCommand).resolves({HostedZones: [zone], Marker: '', IsTruncated: false, MaxItems: 100});
    route53.on(GetHostedZoneCommand).resolves({HostedZone: zone, DelegationSet: {NameServers: ['ns-1.awsdns-0.com']}});
    route53.on(ListResourceRecordSetsCommand).resolves({ResourceRecordSets: [], IsTruncated: false, MaxItems: 300});
    route53.on(TestDNSAnswerCommand).resolves({
      Nameserver: 'ns-1.awsdns-0.com',
      RecordName: 'mcp.georgi.io',
      RecordType: 'A',
      RecordData: ['192.0.2.1'],
      ResponseCode: 'NOERROR',
      Protocol: 'UDP',
    });
  },
  asks: {
    hostedZone: (facts) => facts.hostedZone('zone'),
    hostedZones: (facts) => facts.hostedZones('zone'),
    zoneDelegation: (facts) => facts.zoneDelegation('alb', 'ZGEORGI0'),
    records: (facts) => facts.records('zone'),
    recordsOfZone: (facts) => facts.recordsOfZone('alb', 'ZOTHER'),
    simulatedAnswer: (facts) => facts.simulatedAnswer('zone', 'ZGEORGI0', 'MCP.georgi.io.', 'A'),
  },
  keys: [
    'aws:platform:global:hostedZones',
    'aws:platform:global:zoneDelegation:ZGEORGI0',
    'aws:platform:global:records:ZGEORGI0',
    'aws:platform:global:records:ZOTHER',
    'aws:platform:global:simulatedAnswer:ZGEORGI0:mcp.georgi.io:A',
  ],
  sent: ({route53}) => actionsSent('route53', route53),
  refuse: {
    'route53:ListHostedZones': ({route53}, refusal) => route53.on(ListHostedZonesCommand).rejects(refusal),
    'route53:GetHostedZone': ({route53}, refusal) => route53.on(GetHostedZoneCommand).rejects(refusal),
    'route53:ListResourceRecordSets': ({route53}, refusal) =>
      route53.on(ListResourceRecordSetsCommand).rejects(refusal),
    'route53:TestDNSAnswer': ({route53}, refusal) => route53.on(TestDNSAnswerCommand).rejects(refusal),
  },
};
