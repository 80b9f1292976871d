import {defineCheck, fail, pass} from '../../model/check.ts';
import {hostParam} from '../../model/params.ts';

export const nameExists = defineCheck({
  id: 'dns/name-exists',
  title: 'A host name has an address in DNS',
  why: 'Clients ask a resolver before anything else: a name that it does not know ends there, whatever is ready behind it.',
  fix: 'Create the record of the host in the zone that is asked for it: in Route 53, an alias of the load balancer.',
  byHand: 'dig <host> A; dig <host> AAAA',
  links: ['https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-to-elb-load-balancer.html'],
  facts: ['dns'],
  params: () => ({host: hostParam('The host name that the resolver of this machine is asked for')}),
  async run({host}, {dns}) {
    const {addresses} = await dns.addresses(host);
    const expected = 'an address';
    const source = 'the resolver of this machine';
    const evidence = [{what: `addresses of ${host}`, value: addresses === null ? [] : [...addresses], source}];
    const grounds = {place: host, expected, evidence};
    if (addresses !== null) return pass({...grounds, actual: `has ${addresses.join(', ')}`});
    const fix = `See that ${host} is spelled as it is meant. Create its record in the zone that is asked for it; where that was done a moment ago, wait until the answer that it does not exist has expired (at most the SOA record's minimum).`;
    const what = 'DNS has no address of it: there is no such name, or it has records of other types only';
    return fail({...grounds, faults: [{what, fix}]});
  },
});
