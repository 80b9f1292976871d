import {TLS_VERSIONS, type TlsVersion} from '../../model/facts/wire/tls.ts';

/** Those whose name does not say it. */
const OLD_POLICIES: Readonly<Record<string, TlsVersion>> = {
  'ELBSecurityPolicy-2016-08': '1.0',
  'ELBSecurityPolicy-2015-05': '1.0',
  'ELBSecurityPolicy-FS-2018-06': '1.0',
};

/**
 * The oldest version of TLS that a security policy admits, by AWS's naming (`ELBSecurityPolicy-TLS13-1-2-Res-2021-06`:
 * with TLS 1.3, from 1.2 on). Null for a name of another form.
 * Source: the ALB user guide, security policies.
 */
export function oldestTls(policy: string): TlsVersion | null {
  const named = /^ELBSecurityPolicy-(?:TLS13|TLS|FS)-1-([0-3])(?:-[A-Za-z0-9]+)*-\d{4}-\d{2}$/.exec(policy)?.[1];
  return TLS_VERSIONS.find((version) => version === `1.${named}`) ?? OLD_POLICIES[policy] ?? null;
}

/**
 * The versions that a security policy promises: from the oldest on, and TLS 1.3 where its name says so. Null for a name of
 * another form.
 */
export function promisedVersions(policy: string): readonly TlsVersion[] | null {
  const oldest = oldestTls(policy);
  if (oldest === null) return null;
  const has13 = policy.startsWith('ELBSecurityPolicy-TLS13-');
  return TLS_VERSIONS.filter((version) => isAtLeast(version, oldest) && (version !== '1.3' || has13));
}

export function isAtLeast(version: TlsVersion, least: TlsVersion): boolean {
  return TLS_VERSIONS.indexOf(version) >= TLS_VERSIONS.indexOf(least);
}
