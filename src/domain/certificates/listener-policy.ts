import {CannotTell} from '../../model/errors.ts';
import type {Listener} from '../../model/facts/aws-facts.ts';
import type {TlsVersion} from '../../model/facts/wire/tls.ts';
import type {Fault} from '../../model/outcome.ts';
import {command} from '../../model/text/shell.ts';
import {decisiveAction, gatesOf} from '../listener-rules/listener-rules.ts';
import {isAtLeast, oldestTls} from './tls-policies.ts';

/** What is wrong with the security policy of an HTTPS listener; null when nothing is. */
export function policyFault(
  {arn, sslPolicy}: Listener,
  minTls: TlsVersion,
  policies: readonly string[] | undefined,
): Fault | null {
  if (sslPolicy === null) {
    throw new CannotTell(`${arn}: AWS names no security policy`, 'check with `aws elbv2 describe-listeners`');
  }
  if (policies !== undefined) {
    if (policies.includes(sslPolicy)) return null;
    return {what: `its policy is ${sslPolicy}, not ${policies.join(' or ')}`, fix: policyFix(arn, policies[0] ?? '')};
  }
  const oldest = oldestTls(sslPolicy);
  if (oldest === null) {
    throw new CannotTell(
      `${arn}: which versions of TLS ${sslPolicy} admits is not known to this version`,
      `check with \`aws elbv2 describe-ssl-policies --names ${sslPolicy}\`, and name it in \`policies:\` if it is acceptable`,
    );
  }
  if (isAtLeast(oldest, minTls)) return null;
  return {
    what: `its policy ${sslPolicy} admits TLS ${oldest}, not only ${minTls} or newer`,
    fix: policyFix(arn, minTls === '1.3' ? NEW_POLICIES['1.3'] : NEW_POLICIES['1.2']),
  };
}

const NEW_POLICIES = {
  '1.2': 'ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09',
  '1.3': 'ELBSecurityPolicy-TLS13-1-3-2021-06',
} as const;

/** Clients that speak nothing newer are cut off by it, so it says to look for them first. */
function policyFix(arn: string, policy: string): string {
  const change = command`aws elbv2 modify-listener --listener-arn ${arn} --ssl-policy ${policy}`;
  return `See in the access logs (ssl_protocol) that no client needs an older version, then \`${change}\` (\`ssl_policy\` of the \`aws_lb_listener\`).`;
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
