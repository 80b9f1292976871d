import {foldName} from './dns-names.ts';

/** `name.region.elb…` of an application load balancer, `name.elb.region…` of a network load balancer. */
const LOAD_BALANCER =
  /^(?:dualstack\.)?([a-z0-9-]+\.(?:([a-z0-9-]+)\.elb|elb\.([a-z0-9-]+))\.amazonaws\.com(?:\.cn)?)$/;

/** A name that AWS gives to load balancers, without `dualstack.`, and the region that it says; null: another name. */
export function loadBalancerDnsName(name: string): {readonly dnsName: string; readonly region: string} | null {
  const [, dnsName, ofApplication, ofNetwork] = LOAD_BALANCER.exec(foldName(name)) ?? [];
  const region = ofApplication ?? ofNetwork;
  return dnsName === undefined || region === undefined ? null : {dnsName, region};
}
