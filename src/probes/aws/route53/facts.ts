import type {Route53Facts} from '../../../model/facts/aws-facts.ts';
import {findHostedZone} from '../find.ts';
import type {Place, Scope} from '../scope.ts';
import {getZoneDelegation, listHostedZones, listRecords, testDnsAnswer} from './calls.ts';

export function route53Facts({globalAt, to, fact, resource}: Scope): Route53Facts {
  const route53 = (place: Place) => to('route53', place);

  const hostedZones = (name: string) => {
    const place = globalAt(name);
    return fact(place, 'hostedZones', (aborted) => listHostedZones(route53(place), aborted));
  };
  const hostedZone = async (name: string) =>
    findHostedZone(resource(name, 'hostedZone').hostedZone, await hostedZones(name), globalAt(name).name);
  const recordsOfZone = async (name: string, zoneId: string) => {
    const place = globalAt(name);
    return fact(place, `records:${zoneId}`, (aborted) => listRecords(route53(place), zoneId, aborted));
  };

  return {
    hostedZone,
    hostedZones,
    async zoneDelegation(name, zoneId) {
      const place = globalAt(name);
      return fact(place, `zoneDelegation:${zoneId}`, (aborted) => getZoneDelegation(route53(place), zoneId, aborted));
    },
    async records(name) {
      return recordsOfZone(name, (await hostedZone(name)).id);
    },
    recordsOfZone,
    async simulatedAnswer(name, zoneId, recordName, type) {
      const place = globalAt(name);
      const question = {zoneId, name: recordName.toLowerCase().replace(/\.$/, ''), type};
      return fact(place, `simulatedAnswer:${zoneId}:${question.name}:${type}`, (aborted) =>
        testDnsAnswer(route53(place), question, aborted),
      );
    },
  };
}
