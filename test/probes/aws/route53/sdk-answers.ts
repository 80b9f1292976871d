import type {HostedZone} from '@aws-sdk/client-route-53';

export function sdkZone(Id: string, Name: string, isPrivate = false): HostedZone {
  return {Id: `/hostedzone/${Id}`, Name, CallerReference: '', Config: {PrivateZone: isPrivate}};
}
