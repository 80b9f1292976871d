import type {EcrFacts, EcrName} from '../../../model/facts/aws-facts.ts';
import {unlessAbsent} from '../absent.ts';
import {accountRegionName} from '../account-name.ts';
import type {AccountRegion, Scope} from '../scope.ts';
import {describeImage, getPlatforms, listCacheRules} from './calls.ts';

export function ecrFacts({at, to, fact}: Scope): EcrFacts {
  /** Of the registry, with the credentials of the service's account. */
  const registryOf = (where: string, {region}: Pick<EcrName, 'region'>): AccountRegion => {
    const {account} = at(where);
    return {account, region, key: `aws:${account.name}:${region}`, name: accountRegionName(account, region)};
  };
  const ecr = (accountRegion: AccountRegion) => to('ecr', accountRegion);

  return {
    async ecrImage(where, image) {
      const registry = registryOf(where, image);
      return fact(registry, `ecrImage:${nameOf(image)}`, (aborted) =>
        unlessAbsent(
          ['ImageNotFoundException', 'RepositoryNotFoundException'],
          () => describeImage(ecr(registry), image, aborted),
          () => null,
        ),
      );
    },
    async ecrPlatforms(where, list) {
      const registry = registryOf(where, list);
      return fact(registry, `ecrPlatforms:${nameOf(list)}`, (aborted) =>
        unlessAbsent(
          ['RepositoryNotFoundException'],
          () => getPlatforms(ecr(registry), list, aborted),
          () => null,
        ),
      );
    },
    async ecrCacheRules(where, {registryId, region}) {
      const registry = registryOf(where, {region});
      return fact(registry, `ecrCacheRules:${registryId}`, (aborted) =>
        listCacheRules(ecr(registry), registryId, aborted),
      );
    },
  };
}

/** `444444444444/jessica-service:2026-11-19`, or with `@sha256:…`. */
function nameOf({registryId, repository, by}: EcrName): string {
  return `${registryId}/${repository}${'tag' in by ? `:${by.tag}` : `@${by.digest}`}`;
}
