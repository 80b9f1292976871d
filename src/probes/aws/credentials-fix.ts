/** What the SDK's providers of credentials say, and what to do then. The first that fits. */
const FIXES: readonly (readonly [RegExp, string])[] = [
  [
    /instance metadata|EC2 Metadata/i,
    'no metadata service answers: `Ec2InstanceMetadata` works on an EC2 instance only, `EcsContainer` in a container only; give another --profile; in a checklist, `profile:` or `roleArn:` of this account',
  ],
  [
    /container metadata|AWS_CONTAINER_CREDENTIALS/i,
    'the container has no credentials to give: set AWS_CONTAINER_CREDENTIALS_RELATIVE_URI (ECS and CodeBuild do), or give another --profile; in a checklist, `profile:` of this account',
  ],
  [
    /multi-factor/i,
    'nothing is prompted for here: get a session with `aws sts get-session-token --serial-number … --token-code …`, and set a profile that holds it',
  ],
  [
    /detected a cycle/i,
    'correct `source_profile` in the AWS configuration: the profiles lead back to the first of them',
  ],
  [
    /credential_process|command failed/i,
    'run the `credential_process` of this profile by itself: it must print JSON with Version 1 and keys that have not expired',
  ],
  [/unsupported credential source/i, 'correct `credential_source` of this profile in the AWS configuration'],
  [
    /web identity|token ?file|ENOENT|EISDIR/i,
    'correct the path of the file, such as AWS_WEB_IDENTITY_TOKEN_FILE, or set another `profile:`',
  ],
  [
    /could not resolve credentials using profile|could not be found in shared/i,
    'correct --profile or AWS_PROFILE, or `profile:` of this account in a checklist; `aws configure list-profiles` names those that exist',
  ],
  [/sso/i, 'log in again (`aws sso login`), then run again'],
];

/** `message` is what the provider said. */
export function credentialsFix(message: string): string {
  const known = FIXES.find(([says]) => says.test(message));
  return known === undefined
    ? 'give --profile or set AWS_PROFILE, or log in (`aws sso login`); in a checklist, `profile:` or `roleArn:` of the account'
    : known[1];
}
