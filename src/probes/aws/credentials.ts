import type {STSClientConfig} from '@aws-sdk/client-sts';
import type {Account} from '../../model/checklist.ts';
import type {Clock} from '../../model/clock.ts';
import {AwsRefusal, messageOf} from '../../model/errors.ts';
import type {KnownSecrets} from '../../model/text/secrets/known-secrets.ts';
import {accountName} from './account-name.ts';
import {profileEndpoint} from './endpoints.ts';
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
  const endpoint = endpointUrl ?? (await profileEndpoint('sts', account.profile));
  // A role, from the account or the profile, is assumed at the same endpoint as all other calls.
  const clientConfig = {
    ...(account.region === null ? {} : {region: account.region}),
    ...(endpoint === null ? {} : {endpoint}),
  };
  const profile =
    account.profile === null ? undefined : namingTheFailure(fromIni({profile: account.profile, clientConfig}));
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
  return shared(namingTheRole(namingTheFailure(role), account, account.roleArn, secrets), clock);
}

/**
 * Otherwise the call that needed the role would report that its own action was refused; and in a chain, the last role
 * would be blamed for an earlier one.
 */
function namingTheRole(role: Provider, account: Account, roleArn: string, secrets: KnownSecrets): Provider {
  const asker = {account: accountName(account), where: `account ${account.name}, role ${roleArn}`};
  return async (...args) => {
    try {
      return await role(...args);
    } catch (thrown) {
      const refusal = thrown instanceof AwsRefusal ? null : await classify(thrown);
      if (refusal === null) throw thrown;
      throw toAwsRefusal(refusal, 'sts:AssumeRole', asker, 1, {secrets, cause: thrown});
    }
  };
}

/** The SDK's own order, for an account that names neither a role nor a profile. */
export async function defaultCredentials(): Promise<(init: object) => Provider> {
  const {fromNodeProviderChain} = await import('@aws-sdk/credential-providers');
  return (init) => namingTheFailure(fromNodeProviderChain(init));
}

/** A provider's own failures, even where they look like a failure to reach AWS. */
const PROVIDER_ERRORS = ['ProviderError', 'InstanceMetadataV1FallbackError'];

/**
 * Providers read files, start processes and ask services of this machine, and most of what goes wrong there is thrown as it
 * comes: a broken JSON file, a metadata service that is not there. No such thing is a bug of ours, and none heals by itself.
 */
export function namingTheFailure(provider: Provider): Provider {
  return async (...args) => {
    try {
      return complete(await provider(...args));
    } catch (thrown) {
      const {name, syscall} = Object(thrown) as {readonly name?: string; readonly syscall?: string};
      const isOfAFile = syscall !== undefined && /^(open|read|stat|scandir|spawn)/.test(syscall);
      const isOfProvider = isOfAFile || PROVIDER_ERRORS.includes(name ?? '') || (await classify(thrown)) === null;
      if (thrown instanceof AwsRefusal || !isOfProvider) throw thrown;
      throw Object.assign(new Error(whatWasGot(thrown), {cause: thrown}), {name: 'CredentialsProviderError'});
    }
  };
}

/** The SDK only notices when it signs, and then takes it for a bug of ours. */
function complete(identity: Identity): Identity {
  const {accessKeyId, secretAccessKey, sessionToken = '', expiration} = identity as Partial<Identity>;
  const areTexts = [accessKeyId, secretAccessKey, sessionToken].every((one) => typeof one === 'string');
  if (!areTexts || !accessKeyId || !secretAccessKey) throw new Error('the keys are missing or not texts');
  if (expiration !== undefined && Number.isNaN(expiration.getTime())) throw new Error('they expire at no known time');
  return identity;
}

/** The SDK trips over files and answers that it does not expect. */
function whatWasGot(thrown: unknown): string {
  const tripped = thrown instanceof TypeError || thrown instanceof SyntaxError;
  return tripped ? `what should be credentials cannot be read: ${messageOf(thrown)}` : messageOf(thrown);
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
