import {answerFindings} from '../../domain/http/answer-findings.ts';
import {judgeHop} from '../../domain/http/answering-hop.ts';
import {eachLook} from '../../domain/streams/each-look.ts';
import {defineCheck} from '../../model/check.ts';
import {withinParam} from '../../model/http-params.ts';
import {headersParam, hostParam, resourceParam, urlParam, z} from '../../model/params.ts';
import {codingsParam, protocolsParam} from '../../model/wire-params.ts';
import {loadBalancerAddresses} from '../../readers/load-balancer-addresses.ts';
import {httpLooks} from '../../readers/wire-looks.ts';

export const cameThrough = defineCheck({
  id: 'http/came-through',
  title: 'An answer came through API Gateway, or through the load balancer',
  why: 'A record, a cache of one or a proxy may still lead to the old way in: the answer looks the same, and streams end there after 29 seconds.',
  fix: 'Compare the address that answered with what the name resolves to, here and at the clients, and see the record and its TTL.',
  byHand: 'curl -sS -i --max-time 15 -w "%{remote_ip}" <url>',
  links: [
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html',
  ],
  facts: ['dns', 'http', 'loadBalancer', 'loadBalancerInterfaces'],
  params: () =>
    z
      .strictObject({
        url: urlParam('What to ask'),
        hop: z
          .enum(['api-gateway', 'load-balancer'])
          .describe(
            'What the answer has to come through: `api-gateway` is known by its request id in the answer, `load-balancer` by its address, as it adds nothing to what it forwards',
          ),
        alb: resourceParam('loadBalancer', 'The load balancer whose addresses are meant').optional(),
        loadBalancerHost: hostParam("The load balancer's own DNS name, where AWS is not asked about it").optional(),
        headers: headersParam('Request headers').default({}),
        within: withinParam(),
        protocols: protocolsParam('one request, in the protocol that is agreed on'),
        codings: codingsParam('`identity` only'),
      })
      .refine(({hop, alb, loadBalancerHost}) => hop !== 'load-balancer' || (alb ?? loadBalancerHost) !== undefined, {
        path: ['alb'],
        error: 'is required with `hop: load-balancer`, or loadBalancerHost: it is known by its addresses only',
      }),

  async run({url, hop, alb, loadBalancerHost, headers, within, protocols, codings}, world) {
    const {looks, unseen} = await httpLooks(
      {method: 'GET', url, headers, withinMs: within},
      {protocols, codings},
      world.http,
    );
    const place = `GET ${looks[0]?.observation.url ?? url}`;
    const expected = hop === 'api-gateway' ? 'an answer through API Gateway' : 'an answer through the load balancer';
    const seen = looks.flatMap(({observation: {connection}}) => connection?.remoteAddress ?? []);
    const own = await loadBalancerAddresses({alb, host: loadBalancerHost}, seen, world);
    return eachLook(looks, {place, expected, unseen}, ({observation}) => {
      const findings = answerFindings(observation, {place, expected}, (answer) =>
        judgeHop(hop, {place, headers: answer.headers, status: answer.status, connection: observation.connection, own}),
      );
      return {...findings, evidence: [...findings.evidence, ...own.map(({evidence}) => evidence)]};
    });
  },
});
