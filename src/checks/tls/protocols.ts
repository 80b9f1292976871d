import {
  protocolFaults,
  requireDecided,
  spokenText,
  versionEvidence,
} from '../../domain/certificates/spoken-versions.ts';
import {defineCheck, fail, pass} from '../../model/check.ts';
import {TLS_VERSIONS, type TlsVersion} from '../../model/facts/wire/tls.ts';
import {resourceParam, z} from '../../model/params.ts';
import {oneAddressParam, tlsPlaceParams, WANTED_PROTOCOLS} from '../../model/tls-params.ts';
import {browserHandshake, handshakesOf} from '../../readers/handshakes.ts';
import {promisedProtocols} from '../../readers/promised-protocols.ts';

export const protocols = defineCheck({
  id: 'tls/protocols',
  title: 'What answers speaks the versions of TLS that it should, and nothing older',
  why: 'TLS 1.0 and 1.1 are broken and forbidden by RFC 8996, and a listener that was made without a policy still answers to them; one in front of the load balancer may answer to something else than its policy says. Without h2 each stream takes one of the six connections that a browser has for a host.',
  fix: 'Set `ssl_policy = "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09"` on the `aws_lb_listener` and `enable_http2` on the `aws_lb`, or what stands for them where something else answers.',
  byHand:
    'for v in tls1 tls1_1 tls1_2 tls1_3; do echo $v; openssl s_client -connect <host>:<port> -servername <host> -$v -cipher ALL:@SECLEVEL=0 -alpn h2,http/1.1 </dev/null 2>&1 | grep -E "Protocol|ALPN|alert"; done',
  links: [
    'https://www.rfc-editor.org/rfc/rfc8996',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html',
  ],
  holdsBecause: 'clients that speak a version of today are served all the same',
  facts: ['listener', 'loadBalancerAttributes', 'tls'],
  params: () => ({
    ...tlsPlaceParams(),
    address: oneAddressParam(),
    oldest: z.enum(TLS_VERSIONS).default('1.2').meta({description: 'The oldest version that may be answered'}),
    wants: z
      .array(z.enum(WANTED_PROTOCOLS))
      .optional()
      .describe(
        'What has to be offered: versions of TLS, and `h2` by ALPN; left out: what the policy and the attributes of `alb` promise',
      ),
    alb: resourceParam('loadBalancer', 'The load balancer and listener that answers there').optional(),
  }),
  async run({oldest, wants: named, alb, ...where}, {tls, aws}) {
    const browser = browserHandshake(where);
    const alone = (version: TlsVersion) => ({...browser, oldest: version, newest: version});
    const [{looks, unseen}, promised] = await Promise.all([
      handshakesOf({browser, '1.0': alone('1.0'), '1.1': alone('1.1'), '1.2': alone('1.2'), '1.3': alone('1.3')}, tls),
      promisedProtocols(named === undefined ? alb : undefined, aws),
    ]);
    const asked = {oldest, wants: named ?? promised.wants};
    const place = looks.browser?.place ?? `${where.host}:${where.port}`;
    const wanted = asked.wants.map((one) => (one === 'h2' ? 'HTTP/2' : `TLS ${one}`));
    const grounds = {
      place,
      expected: [...wanted, `nothing older than TLS ${oldest}`].join(', '),
      evidence: [...versionEvidence(looks), ...promised.evidence],
    };
    const faults = protocolFaults(looks, asked);
    if (faults.length > 0) return fail({...grounds, faults});
    requireDecided(looks, asked, place, Object.values(unseen)[0] ?? null);
    if (promised.untold !== null) throw promised.untold;
    return pass({...grounds, actual: spokenText(looks)});
  },
});
