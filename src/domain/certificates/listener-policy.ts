import {CannotTell} from '../../model/errors.ts';
import type {Listener} from '../../model/facts/aws-facts.ts';
import {decisiveAction, gatesOf} from '../listener-rules/listener-rules.ts';
import {isAtLeast, oldestTls, type TLS_VERSIONS} from './tls-policies.ts';

export type TlsVersion = (typeof TLS_VERSIONS)[number];

export function policyFlaw(
  {arn, sslPolicy}: Listener,
  minTls: TlsVersion,
  policies: readonly string[] | undefined,
): string | null {
  if (sslPolicy === null) {
    throw new CannotTell(`${arn}: AWS names no security policy`, 'check with `aws elbv2 describe-listeners`');
  }
  if (policies !== undefined) {
    return policies.includes(sslPolicy) ? null : `its policy is ${sslPolicy}, not ${policies.join(' or ')}`;
  }
  const oldest = oldestTls(sslPolicy);
  if (oldest === null) {
    throw new CannotTell(
      `${arn}: which versions of TLS ${sslPolicy} admits is not known to this version`,
      `check with \`aws elbv2 describe-ssl-policies --names ${sslPolicy}\`, and name it in \`policies:\` if it is acceptable`,
    );
  }
  return isAtLeast(oldest, minTls) ? null : `its policy ${sslPolicy} admits TLS ${oldest}, not only ${minTls} or newer`;
}

/** With what comes first: behind a login the fixed response is not what a client gets. */
export function defaultActionText({defaultActions: actions}: Listener): string {
  const action = decisiveAction({actions});
  const last =
    action?.type === 'fixed-response'
      ? `fixed response ${action.statusCode}`
      : ((action ?? actions.at(-1))?.type ?? 'none');
  return [...gatesOf({actions}).map(({type}) => type), last].join(', then ');
}
