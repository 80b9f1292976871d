import type {Account} from '../../model/checklist.ts';
import {configuredEndpoint, isAwsHost, originOf, type SdkService, usesSso} from './endpoints.ts';
import type {Service} from './services.ts';

/** Where this run goes, or would go, instead of AWS. */
export interface ForeignEndpoints {
  /** Before anything is asked: where the SDK is configured to go for these services. */
  noteConfigured(services: readonly Service[], accounts: readonly Account[]): Promise<void>;
  /** A request is about to be sent to this host. */
  noteRequest(origin: string, host: string, service: string): Promise<void>;
  /** `AWS endpoint http://127.0.0.1:4566 (ecs, sts)`, sorted; empty when all of it is AWS's own. */
  list(): string[];
}

export function createForeignEndpoints(): ForeignEndpoints {
  const found = new Map<string, Set<string>>();
  const note = (origin: string, service: string) => {
    found.set(origin, (found.get(origin) ?? new Set()).add(service));
  };
  const look = async (service: SdkService, profile: string | null) => {
    const url = await configuredEndpoint(service, profile);
    if (url === null) return;
    const host = URL.canParse(url) ? new URL(url).hostname : '';
    if (!(await isAwsHost(host))) note(originOf(url), service);
  };
  return {
    async noteConfigured(services, accounts) {
      const profiles = new Set(accounts.map(({profile}) => profile));
      for (const profile of profiles) {
        const sso: SdkService[] = (await usesSso(profile)) ? ['sso', 'sso-oidc'] : [];
        for (const service of new Set<SdkService>(['sts', ...sso, ...services])) await look(service, profile);
      }
    },
    async noteRequest(origin, host, service) {
      if (!(await isAwsHost(host))) note(origin, service);
    },
    list: () =>
      [...found].map(([origin, services]) => `AWS endpoint ${origin} (${[...services].sort().join(', ')})`).sort(),
  };
}
