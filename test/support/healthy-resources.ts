import {type AwsWorld, HEALTHY} from '../../src/lab/aws-world.ts';
import type {Account, Resource} from '../../src/model/checklist.ts';

/** The healthy world's resources under short names, and the accounts they are in. */

export const ACCOUNTS = {platform: account('platform'), dns: account('dns')};

const here = {account: 'platform', region: null};

export const RESOURCES = {
  alb: {kind: 'loadBalancer', name: 'alb', loadBalancer: 'central-alb', listener: 443, ...here},
  zone: {kind: 'hostedZone', name: 'zone', hostedZone: 'georgi.io', account: 'dns', region: null},
  service: {kind: 'service', name: 'service', cluster: 'main', service: 'jessica-service', ...here},
  api: {kind: 'api', name: 'api', api: 'jessica-api', ...here},
} as const satisfies Record<string, Resource>;

/** The same of a world that differs. */
export function resourcesOf({loadBalancer, listener, hostedZone, api}: AwsWorld) {
  return {
    ...RESOURCES,
    alb: {...RESOURCES.alb, loadBalancer: loadBalancer.arn, listener: listener.port},
    zone: {...RESOURCES.zone, hostedZone: hostedZone.id},
    api: {...RESOURCES.api, api: api.id},
  };
}

function account(name: string): Account {
  const region = HEALTHY.loadBalancer.region;
  return {name, id: null, region, profile: null, roleArn: null, externalId: null, via: null};
}
