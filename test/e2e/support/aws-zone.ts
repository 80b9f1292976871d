import {
  type ChangeAction,
  ChangeResourceRecordSetsCommand,
  CreateHostedZoneCommand,
  type Route53Client,
} from '@aws-sdk/client-route-53';
import {type Edge, HOST} from './aws-edge.ts';
import {given} from './given.ts';

/** A public zone for georgi.io; its id, without the `/hostedzone/` in front. */
export async function createZone(route53: Route53Client): Promise<string> {
  const made = await route53.send(new CreateHostedZoneCommand({Name: 'georgi.io', CallerReference: 'e2e'}));
  return given(made.HostedZone?.Id).replace('/hostedzone/', '');
}

/** Writes or deletes the alias of the host to the load balancer, as Route 53 shows what the console wrote. */
export async function changeAlias(
  route53: Route53Client,
  zoneId: string,
  edge: Edge,
  action: ChangeAction,
): Promise<void> {
  await route53.send(
    new ChangeResourceRecordSetsCommand({
      HostedZoneId: zoneId,
      ChangeBatch: {
        Changes: [
          {
            Action: action,
            ResourceRecordSet: {
              Name: HOST,
              Type: 'A',
              AliasTarget: {
                HostedZoneId: edge.hostedZoneId,
                DNSName: `dualstack.${edge.dnsName}.`,
                EvaluateTargetHealth: false,
              },
            },
          },
        ],
      },
    }),
  );
}
