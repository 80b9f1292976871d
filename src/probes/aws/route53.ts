import type {ResourceName, Route53Facts} from '../../model/aws-facts.ts';
import {findHostedZone} from './find.ts';
import {listHostedZones, listRecords} from './route53-calls.ts';
import type {Scope} from './scope.ts';

export function route53Facts({
  globalAt,
  to,
  fact,
  resource,
}: Scope): Pick<Route53Facts, 'hostedZone' | 'hostedZones' | 'records'> {
  const hostedZones = (name: ResourceName) => {
    const place = globalAt(name);
    return fact(place, 'hostedZones', (aborted) => listHostedZones(to('route53', place), aborted));
  };
  const hostedZone = async (name: ResourceName) =>
    findHostedZone(resource(name, 'hostedZone').hostedZone, await hostedZones(name), globalAt(name).name);

  return {
    hostedZone,
    hostedZones,
    async records(name) {
      const place = globalAt(name);
      const {id} = await hostedZone(name);
      return fact(place, `records:${id}`, (aborted) => listRecords(to('route53', place), id, aborted));
    },
  };
}
