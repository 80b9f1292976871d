import {stateNote} from '../../domain/load-balancers/usable-state.ts';
import {
  type AttributeKey,
  attributeOf,
  attributeText,
  requireApplication,
  requireSeconds,
} from '../../domain/targets/elb-attributes.ts';
import {defineCheck, fail, pass} from '../../model/check.ts';
import {durationParam, resourceParam, z} from '../../model/params.ts';
import {command} from '../../model/text/shell.ts';

const KEEP_ALIVE = 'client_keep_alive.seconds';
const ACCESS_LOGS = 'access_logs.s3.enabled';

export const attributesSuitStreaming = defineCheck({
  id: 'alb/attributes-suit-streaming',
  title: "The load balancer's attributes suit streams",
  why: 'A client keep-alive that is shorter than a stream may end it. Without HTTP/2 a browser has six connections per host, and six streams block it. Dropped headers are those with an underscore, such as mcp_session_id. Only access logs tell a client that left (460) from a target that failed (502, 504).',
  fix: 'Set on the `aws_lb`: `client_keep_alive`, `enable_http2`, `drop_invalid_header_fields`, `desync_mitigation_mode`, and an `access_logs` block; or `aws elbv2 modify-load-balancer-attributes`.',
  byHand: 'aws elbv2 describe-load-balancer-attributes --load-balancer-arn <LOAD_BALANCER_ARN>',
  links: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancerAttribute.html',
  ],
  facts: ['loadBalancer', 'loadBalancerAttributes'],
  params: () => ({
    alb: resourceParam('loadBalancer', 'The load balancer that streams go through'),
    clientKeepAlive: durationParam('The least that a connection of a client has to last').prefault('1h'),
    http2: z.boolean().default(true).meta({description: 'Whether clients may use HTTP/2'}),
    dropInvalidHeaders: z.boolean().default(false).meta({
      description: 'Whether request headers with characters other than letters, digits and hyphens are dropped',
    }),
    desync: z
      .array(z.enum(['monitor', 'defensive', 'strictest']))
      .min(1)
      .default(['defensive', 'strictest'])
      .meta({description: 'The desync mitigation modes that are accepted'}),
    accessLogs: z
      .boolean()
      .optional()
      .meta({description: 'Whether requests are logged to S3; not judged when it is left out'}),
  }),
  async run({alb, clientKeepAlive, http2, dropInvalidHeaders, desync, accessLogs}, {aws}) {
    const [loadBalancer, attributes] = await Promise.all([aws.loadBalancer(alb), aws.loadBalancerAttributes(alb)]);
    requireApplication(loadBalancer);
    const {arn, name} = loadBalancer;
    const place = `load balancer ${name}`;
    const keepAliveSeconds = requireSeconds(place, attributes, KEEP_ALIVE, 'load-balancer');
    const compare = (key: AttributeKey, wanted: string, set: string, suits: (value: string) => boolean) => {
      const attribute = attributeOf(attributes, key);
      return {key, wanted, set, found: attributeText(attribute), suits: suits(attribute.value)};
    };
    const is = (wanted: boolean) => [`${wanted}`, `${wanted}`, (value: string) => value === `${wanted}`] as const;
    const leastSeconds = Math.ceil(clientKeepAlive / 1000);
    const compared = [
      compare(KEEP_ALIVE, `at least ${leastSeconds}`, `${leastSeconds}`, () => keepAliveSeconds >= leastSeconds),
      compare('routing.http2.enabled', ...is(http2)),
      compare('routing.http.drop_invalid_header_fields.enabled', ...is(dropInvalidHeaders)),
      compare('routing.http.desync_mitigation_mode', desync.join(' or '), desync[0] ?? '', (value) =>
        desync.some((mode) => mode === value),
      ),
      ...(accessLogs === undefined ? [] : [compare(ACCESS_LOGS, ...is(accessLogs))]),
    ];
    const grounds = {
      place,
      expected: compared.map(({key, wanted}) => `${key} ${wanted}`).join(', '),
      evidence: compared.map(({key, found}) => ({what: key, value: found, source: arn})),
    };
    const wrong = compared.filter(({suits}) => !suits);
    if (wrong.length > 0) {
      const faults = wrong.map(({key, found, wanted, set}) => {
        // Logs have to go somewhere: without a bucket that may be written to, AWS refuses.
        const bucket = key === ACCESS_LOGS && accessLogs === true ? ' Key=access_logs.s3.bucket,Value=BUCKET' : '';
        const modify = command`aws elbv2 modify-load-balancer-attributes --load-balancer-arn ${arn} --attributes`;
        return {
          what: `${key} is ${found}, not ${wanted}`,
          fix: `Set it: \`${modify} Key=${key},Value=${set}${bucket}\`.`,
        };
      });
      return fail({...grounds, faults});
    }
    const actual = compared.map(({key, found}) => `${key} ${found}`).join(', ');
    return pass({...grounds, actual, because: stateNote(loadBalancer)});
  },
});
