import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {AssumeRoleCommand, STSClient} from '@aws-sdk/client-sts';
import {FACT_ACTIONS} from '../../../src/model/facts/aws-facts.ts';

export const REGION = 'eu-central-1';

/** The two accounts of the shipped checklist: one runs the service, the other owns the zone. */
export const ACCOUNTS = {platform: '444444444444', dns: '111111111111'} as const;
export type AccountName = keyof typeof ACCOUNTS;

/** The read-only role, in each of the two. */
export const READER_ROLE = 'migrate-check';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** What the reader may do: by default all that the facts need, which is what the docs promise to be enough. */
export const READER_ACTIONS: readonly string[] = [...new Set(Object.values(FACT_ACTIONS).flat())].sort();

/** Credentials that may do everything in an account: moto follows a role's ARN to its account. */
export async function administratorOf(endpoint: string, account: string): Promise<Credentials> {
  const sts = new STSClient({endpoint, region: REGION, credentials: {accessKeyId: 'builder', secretAccessKey: '-'}});
  try {
    const answer = await sts.send(
      new AssumeRoleCommand({RoleArn: `arn:aws:iam::${account}:role/builder`, RoleSessionName: 'builder'}),
    );
    const {AccessKeyId = '', SecretAccessKey = '', SessionToken = ''} = answer.Credentials ?? {};
    return {accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken};
  } finally {
    sts.destroy();
  }
}

/** One call of IAM's query API, not worth a dependency. Moto only looks at the key until permissions are checked. */
async function iam(endpoint: string, as: Credentials, action: string, params: Record<string, string>): Promise<string> {
  const answer = await fetch(`${endpoint}/`, {
    method: 'POST',
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=${as.accessKeyId}/20260101/us-east-1/iam/aws4_request, SignedHeaders=host, Signature=0`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams({Action: action, Version: '2010-05-08', ...params}),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`iam:${action} answered ${answer.status}: ${text}`);
  return text;
}

function policy(actions: readonly string[], principal?: string): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: actions,
        ...(principal === undefined ? {Resource: '*'} : {Principal: {AWS: principal}}),
      },
    ],
  });
}

/** The emulator calls an action by the name that requests are signed with, and API Gateway's one by each operation. */
function emulated(action: string): string[] {
  if (action === 'apigateway:GET') return ['apigateway:Get*'];
  return [action.replace(/^cloudwatch:/, 'monitoring:')];
}

/** In one account: a user who may only assume the reader's role, and the reader, who may do `actions`. */
export async function createReader(
  endpoint: string,
  account: string,
  administrator: Credentials,
  actions: readonly string[],
): Promise<Credentials> {
  const call = (action: string, params: Record<string, string>): Promise<string> =>
    iam(endpoint, administrator, action, params);
  const user = 'operator';
  await call('CreateUser', {UserName: user});
  await call('PutUserPolicy', {
    UserName: user,
    PolicyName: 'become-reader',
    PolicyDocument: policy(['sts:AssumeRole']),
  });
  await call('CreateRole', {
    RoleName: READER_ROLE,
    AssumeRolePolicyDocument: policy(['sts:AssumeRole'], `arn:aws:iam::${account}:user/${user}`),
  });
  await call('PutRolePolicy', {
    RoleName: READER_ROLE,
    PolicyName: 'read',
    PolicyDocument: policy(actions.flatMap(emulated)),
  });
  const made = await call('CreateAccessKey', {UserName: user});
  const member = (name: string): string => new RegExp(`<${name}>([^<]+)</${name}>`).exec(made)?.[1] ?? '';
  return {accessKeyId: member('AccessKeyId'), secretAccessKey: member('SecretAccessKey')};
}

/** The AWS configuration files of a person who works in both accounts, as the environment of a process. */
export interface Identities {
  readonly env: NodeJS.ProcessEnv;
  remove(): Promise<void>;
}

/** The default profile is the platform's operator; `network` is the reader of the account with the zone. */
export async function writeIdentities(operators: Record<AccountName, Credentials>): Promise<Identities> {
  const folder = await mkdtemp(path.join(tmpdir(), 'migrate-check-aws-'));
  const config = path.join(folder, 'config');
  const credentials = path.join(folder, 'credentials');
  const keys = (name: string, {accessKeyId, secretAccessKey}: Credentials): string =>
    `[${name}]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`;
  await writeFile(credentials, keys('default', operators.platform) + keys('network-operator', operators.dns), {
    mode: 0o600,
  });
  await writeFile(
    config,
    `[default]\nregion = ${REGION}\n[profile network]\nregion = ${REGION}\nrole_arn = arn:aws:iam::${ACCOUNTS.dns}:role/${READER_ROLE}\nsource_profile = network-operator\n`,
  );
  return {
    env: {
      HOME: folder,
      AWS_CONFIG_FILE: config,
      AWS_SHARED_CREDENTIALS_FILE: credentials,
      AWS_EC2_METADATA_DISABLED: 'true',
    },
    remove: () => rm(folder, {recursive: true}),
  };
}
