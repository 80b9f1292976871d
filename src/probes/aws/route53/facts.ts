import type {Route53Facts} from '../../../model/facts/aws-facts.ts';
import {unlessAbsent} from '../absent.ts';
import {describeAlarms} from '../cloudwatch/calls.ts';
import {findHostedZone} from '../find.ts';
import type {AccountRegion, Scope} from '../scope.ts';
import {
  getHealthCheck,
  getHealthCheckReports,
  getZoneDelegation,
  getZoneSigning,
  listHostedZones,
  listRecords,
  listZonesOfVpc,
} from './calls.ts';
import {toCheckedAlarm} from './mapping.ts';

export function route53Facts({globalAt, to, fact, resource}: Scope): Route53Facts {
  const route53 = (accountRegion: AccountRegion) => to('route53', accountRegion);

  const hostedZones = (name: string) => {
    const accountRegion = globalAt(name);
    return fact(accountRegion, 'hostedZones', (aborted) => listHostedZones(route53(accountRegion), aborted));
  };
  const hostedZone = async (name: string) => {
    const {hostedZone: wanted, nameServers} = resource(name, 'hostedZone');
    const found = findHostedZone(wanted, await hostedZones(name), globalAt(name).name);
    return {...found, statedNameServers: nameServers ?? null};
  };
  const recordsOfZone = async (name: string, zoneId: string) => {
    const accountRegion = globalAt(name);
    return fact(accountRegion, `records:${zoneId}`, (aborted) => listRecords(route53(accountRegion), zoneId, aborted));
  };

  return {
    hostedZone,
    hostedZones,
    async zoneDelegation(name, zoneId) {
      const accountRegion = globalAt(name);
      return fact(accountRegion, `zoneDelegation:${zoneId}`, (aborted) =>
        getZoneDelegation(route53(accountRegion), zoneId, aborted),
      );
    },
    async zonesOfVpc(name, region, vpcId) {
      const accountRegion = globalAt(name);
      return fact(accountRegion, `zonesOfVpc:${region}:${vpcId}`, (aborted) =>
        listZonesOfVpc(route53(accountRegion), {region, vpcId}, aborted),
      );
    },
    async zoneSigning(name, zoneId) {
      const accountRegion = globalAt(name);
      return fact(accountRegion, `zoneSigning:${zoneId}`, (aborted) =>
        getZoneSigning(route53(accountRegion), zoneId, aborted),
      );
    },
    async records(name) {
      return recordsOfZone(name, (await hostedZone(name)).id);
    },
    recordsOfZone,
    async healthCheck(name, id) {
      const accountRegion = globalAt(name);
      return fact(accountRegion, `healthCheck:${id}`, (aborted) =>
        unlessAbsent(
          ['NoSuchHealthCheck'],
          () => getHealthCheck(route53(accountRegion), id, aborted),
          () => null,
        ),
      );
    },
    async healthCheckReports(name, id) {
      const accountRegion = globalAt(name);
      return fact(accountRegion, `healthCheckReports:${id}`, (aborted) =>
        getHealthCheckReports(route53(accountRegion), id, aborted),
      );
    },
    async healthCheckAlarm(name, region, alarmName) {
      const accountRegion = {...globalAt(name), region};
      return fact(accountRegion, `healthCheckAlarm:${region}:${alarmName}`, async (aborted) => {
        const [alarm] = (await describeAlarms(to('cloudwatch', accountRegion), [alarmName], aborted)).values();
        return alarm === undefined ? null : toCheckedAlarm(alarm);
      });
    },
  };
}
