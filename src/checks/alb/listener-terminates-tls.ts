import {z} from 'zod';
import {isAtLeast, oldestTls, TLS_VERSIONS} from '../../domain/certificates/tls-policies.ts';
import {decisiveAction, gatesOf} from '../../domain/listener-rules/listener-rules.ts';
import {defineCheck} from '../../model/check.ts';
import {CannotTell} from '../../model/errors.ts';
import type {Listener} from '../../model/facts/aws-facts.ts';
import {fail, pass} from '../../model/outcome.ts';
import {resourceParam} from '../../model/params.ts';

export const listenerTerminatesTls = defineCheck({
  id: 'alb/listener-terminates-tls',
  title: 'The listener speaks HTTPS with a security policy that is new enough',
  docs: {
    why: 'A listener made without a policy gets ELBSecurityPolicy-2016-08, which still admits TLS 1.0. And its default action answers every host that no rule names: one that forwards shows a service under names that nobody planned.',
    fix: 'Set `ssl_policy = "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09"` on the `aws_lb_listener`, or `aws elbv2 modify-listener --listener-arn LISTENER_ARN --ssl-policy …`; end its rules with a `default_action` of type fixed-response.',
    byHand:
      'aws elbv2 describe-listeners --listener-arns <LISTENER_ARN> --query "Listeners[].[Port,Protocol,SslPolicy,DefaultActions[].Type]"',
    links: [
      'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html',
      'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/create-https-listener.html',
    ],
  },
  facts: ['listener'],
  touches: 'aws',
  params: z.strictObject({
    alb: resourceParam('loadBalancer', 'The load balancer and listener'),
    minTls: z.enum(TLS_VERSIONS).default('1.2').meta({description: 'The oldest version of TLS that may be agreed on'}),
    policies: z
      .array(z.string().min(1))
      .min(1)
      .optional()
      .meta({description: 'The security policies that will do, by name: they count instead of `minTls`'}),
    defaultAction: z
      .strictObject({
        fixedResponse: z
          .strictObject({status: z.int().min(200).max(599).meta({description: 'Its status code'})})
          .meta({description: 'The answer the load balancer itself gives'}),
      })
      .optional()
      .meta({description: 'What has to happen to a request that no rule matches'}),
  }),
  async run({alb, minTls, policies, defaultAction}, {aws}) {
    const listener = await aws.listener(alb);
    const place = `listener ${listener.port}`;
    const wanted = policies === undefined ? `TLS ${minTls} or newer` : `a policy of ${policies.join(', ')}`;
    const status = defaultAction?.fixedResponse.status;
    const byDefault = status === undefined ? '' : `, by default fixed response ${status}`;
    const expected = `HTTPS with ${wanted}${byDefault}`;
    const actual = `${listener.protocol}${listener.sslPolicy === null ? '' : ` with ${listener.sslPolicy}`}`;
    const grounds = {
      place,
      expected,
      evidence: [
        {what: 'protocol', value: listener.protocol, source: listener.arn},
        {what: 'security policy', value: listener.sslPolicy, source: listener.arn},
        {what: 'default action', value: defaultOf(listener), source: listener.arn},
      ],
    };
    const flaws = [
      listener.protocol === 'HTTPS'
        ? policyFlaw(listener, minTls, policies)
        : `it speaks ${listener.protocol}, not HTTPS`,
      status === undefined || defaultOf(listener) === `fixed response ${status}`
        ? null
        : `its default action is ${defaultOf(listener)}, not fixed response ${status}`,
    ].filter((flaw) => flaw !== null);
    if (flaws.length > 0) return fail({...grounds, faults: flaws});
    return pass({...grounds, actual: status === undefined ? actual : `${actual}, by default ${defaultOf(listener)}`});
  },
});

type Version = (typeof TLS_VERSIONS)[number];

function policyFlaw(
  {arn, sslPolicy}: Listener,
  minTls: Version,
  policies: readonly string[] | undefined,
): string | null {
  if (sslPolicy === null) {
    throw new CannotTell(`${arn}: AWS names no security policy`, 'look with `aws elbv2 describe-listeners`');
  }
  if (policies !== undefined) {
    return policies.includes(sslPolicy) ? null : `its policy is ${sslPolicy}, not ${policies.join(' or ')}`;
  }
  const oldest = oldestTls(sslPolicy);
  if (oldest === null) {
    throw new CannotTell(
      `${arn}: which versions of TLS ${sslPolicy} admits is not known to this version`,
      `look with \`aws elbv2 describe-ssl-policies --names ${sslPolicy}\`, and name it in \`policies:\` if it will do`,
    );
  }
  return isAtLeast(oldest, minTls) ? null : `its policy ${sslPolicy} admits TLS ${oldest}, not only ${minTls} or newer`;
}

/** With what comes first: behind a login the fixed response is not what a client gets. */
function defaultOf({defaultActions: actions}: Listener): string {
  const action = decisiveAction({actions});
  const last =
    action?.type === 'fixed-response'
      ? `fixed response ${action.statusCode}`
      : ((action ?? actions.at(-1))?.type ?? 'none');
  return [...gatesOf({actions}).map(({type}) => type), last].join(', then ');
}
