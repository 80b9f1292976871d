import {defaultActionText, policyFault} from '../../domain/certificates/listener-policy.ts';
import {mutualTlsFault, mutualTlsNote} from '../../domain/certificates/mutual-tls.ts';
import {stateFault, stateNote} from '../../domain/load-balancers/usable-state.ts';
import {defineCheck, fail, pass} from '../../model/check.ts';
import {TLS_VERSIONS} from '../../model/facts/wire/tls.ts';
import {fixedResponseParam, resourceParam, textsParam, z} from '../../model/params.ts';
import {clauses} from '../../model/text/clauses.ts';

export const listenerTerminatesTls = defineCheck({
  id: 'alb/listener-terminates-tls',
  title: 'The listener speaks HTTPS with clients, under a security policy that is new enough',
  why: 'A listener made without a policy gets ELBSecurityPolicy-2016-08, which still admits TLS 1.0. And its default action answers every host that no rule names: one that forwards shows a service under names that nobody planned. With mutual TLS every client without a certificate of its own is refused.',
  fix: 'Set `ssl_policy = "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09"` on the `aws_lb_listener`, or `aws elbv2 modify-listener --listener-arn LISTENER_ARN --ssl-policy …`; end its rules with a `default_action` of type fixed-response.',
  byHand:
    'aws elbv2 describe-listeners --listener-arns <LISTENER_ARN> --query "Listeners[].[Port,Protocol,SslPolicy,MutualAuthentication,DefaultActions[].Type]"',
  links: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/create-https-listener.html',
  ],
  facts: ['listener', 'loadBalancer'],
  params: () => ({
    alb: resourceParam('loadBalancer', 'The load balancer and listener'),
    minTls: z.enum(TLS_VERSIONS).default('1.2').meta({description: 'The oldest version of TLS that may be agreed on'}),
    policies: textsParam('The security policies that are accepted, by name; they replace `minTls`').optional(),
    clientCertificates: z
      .boolean()
      .default(false)
      .meta({description: 'Whether all clients have a certificate that the listener may ask for (mutual TLS)'}),
    defaultAction: z
      .strictObject({
        fixedResponse: fixedResponseParam('The answer the load balancer itself gives', 'Its status code'),
      })
      .optional()
      .meta({description: 'What has to happen to a request that no rule matches'}),
  }),
  async run({alb, minTls, policies, clientCertificates, defaultAction}, {aws}) {
    const [loadBalancer, listener] = await Promise.all([aws.loadBalancer(alb), aws.listener(alb)]);
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
        {what: 'mutual TLS', value: listener.mutualTls.mode, source: listener.arn},
        {what: 'default action', value: defaultActionText(listener), source: listener.arn},
      ],
    };
    const isHttps = listener.protocol === 'HTTPS';
    const faults = [
      stateFault(loadBalancer),
      isHttps
        ? policyFault(listener, minTls, policies)
        : {
            what: `it speaks ${listener.protocol}, not HTTPS`,
            fix: 'Name an HTTPS listener as the resource, or create one with a certificate and a security policy.',
          },
      isHttps ? mutualTlsFault(listener, clientCertificates) : null,
      status === undefined || defaultActionText(listener) === `fixed response ${status}`
        ? null
        : {
            what: `its default action is ${defaultActionText(listener)}, not fixed response ${status}`,
            fix: `Add rules for the hosts that rely on the default action, then let it answer with fixed response ${status}: \`default_action\` of the \`aws_lb_listener\`, or \`aws elbv2 modify-listener\`.`,
          },
    ].filter((fault) => fault !== null);
    if (faults.length > 0) return fail({...grounds, faults});
    return pass({
      ...grounds,
      actual: status === undefined ? actual : `${actual}, by default ${defaultActionText(listener)}`,
      because: clauses(mutualTlsNote(listener), stateNote(loadBalancer)),
    });
  },
});
