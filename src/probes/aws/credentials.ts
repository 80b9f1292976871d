import type {STSClientConfig} from '@aws-sdk/client-sts';
import type {Account} from '../../model/checklist.ts';
import type {Clock} from '../../model/clock.ts';
import {AwsRefusal} from '../../model/errors.ts';
import type {KnownSecrets} from '../../model/text/secrets/known-secrets.ts';
import {classify, toAwsRefusal} from './refusal.ts';

type Credentials = NonNullable<STSClientConfig['credentials']>;
export type Provider = Extract<Credentials, (...args: never[]) => unknown>;
type Identity = Awaited<ReturnType<Provider>>;

/** Credentials are renewed when they have less than this left, as the SDK does. */
const RENEW_BEFORE_MS = 5 * 60_000;

/**
 * As the account says: a role, a profile, or undefined for the SDK's own order. `source` are the credentials of the
 * account it is reached through.
 */
export async function credentialsOf(
  account: Account,
  source: Provider | undefined,
  clock: Pick<Clock, 'now'>,
  endpointUrl: string | null,
  secrets: KnownSecrets,
): Promise<Provider | undefined> {
  if (account.roleArn === null && account.profile === null) return undefined;
  const {fromIni, fromTemporaryCredentials} = await import('@aws-sdk/credential-providers');
  // A role, from the account or the profile, is assumed at the same endpoint as all other calls.
  const clientConfig = {
    ...(account.region === null ? {} : {region: account.region}),
    ...(endpointUrl === null ? {} : {endpoint: endpointUrl}),
  };
  const profile = account.profile === null ? undefined : fromIni({profile: account.profile, clientConfig});
  if (account.roleArn === null) return profile === undefined ? undefined : shared(profile, clock);
  const masterCredentials = source ?? profile;
  const role = fromTemporaryCredentials({
    params: {
      RoleArn: account.roleArn,
      RoleSessionName: 'migrate-check',
      ...(account.externalId === null ? {} : {ExternalId: account.externalId}),
    },
    clientConfig,
    ...(masterCredentials === undefined ? {} : {masterCredentials}),
  });
  return shared(namingTheRole(role, account.name, account.roleArn, secrets), clock);
}

/**
 * Otherwise the call that needed the role would report that its own action was refused; and in a chain, the last role
 * would be blamed for an earlier one.
 */
function namingTheRole(role: Provider, name: string, roleArn: string, secrets: KnownSecrets): Provider {
  return async (...args) => {
    try {
      return await role(...args);
    } catch (thrown) {
      const refusal = thrown instanceof AwsRefusal ? null : await classify(thrown);
      if (refusal === null) throw thrown;
      throw toAwsRefusal(refusal, 'sts:AssumeRole', `account ${name}, role ${roleArn}`, 1, {secrets, cause: thrown});
    }
  };
}
/** All clients of an account share one session, instead of each assuming the role. */
export function shared(provider: Provider, clock: Pick<Clock, 'now'>): Provider {
  let current: Promise<Identity> | null = null;
  return async (...args) => {
    const known = current;
    const identity = await known;
    if (identity !== null && !expiresSoon(identity, clock.now())) return identity;
    if (current === known) {
      const renewed = provider(...args);
      current = renewed;
      renewed.catch(() => {
        if (current === renewed) current = null;
      });
    }
    return (await current) as Identity;
  };
}

function expiresSoon(identity: Identity, now: Date): boolean {
  return identity.expiration !== undefined && identity.expiration.getTime() - now.getTime() < RENEW_BEFORE_MS;
}
