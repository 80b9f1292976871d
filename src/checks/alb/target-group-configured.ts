import {
  attributesOf,
  configuration,
  type Field,
  isSame,
  type Planned,
  type PlannedAttributes,
} from '../../domain/targets/target-group-plan.ts';
import {defineCheck, fail, pass} from '../../model/check.ts';
import {durationParam, resourceParam, textParam, z} from '../../model/params.ts';
import {targetGroupAt} from '../../readers/target-groups.ts';

const port = () => z.union([z.int().min(1).max(65_535), z.string().regex(/^\d{1,5}$/, {error: 'is not a port'})]);
const count = () => z.int().min(2).max(10);

const healthCheckParam = () =>
  z.strictObject({
    enabled: z.boolean().optional().meta({description: 'Whether targets are checked at all'}),
    protocol: z.enum(['HTTP', 'HTTPS']).optional().meta({description: 'The protocol of the health check'}),
    path: z.string().startsWith('/').optional().meta({description: 'The path that is requested'}),
    port: z
      .union([port(), z.literal('traffic-port')])
      .optional()
      .meta({description: '`traffic-port`, or a port'}),
    matcher: z
      .union([z.int(), z.string().regex(/^[\d,\- ]+$/, {error: 'is not a status such as 200, 200,202 or 200-299'})])
      .optional()
      .meta({description: 'The statuses that are healthy: `200`, `200,202` or `200-299`'}),
    interval: durationParam('How often each target is checked').optional(),
    timeout: durationParam('How long an answer may take').optional(),
    healthyThreshold: count().optional().meta({description: 'How many successes in a row make it healthy'}),
    unhealthyThreshold: count().optional().meta({description: 'How many failures in a row make it unhealthy'}),
  });

const attributesParam = () =>
  z.strictObject({
    deregistrationDelay: durationParam('How long a target that leaves may finish what it has').optional(),
    algorithm: z
      .enum(['round_robin', 'least_outstanding_requests', 'weighted_random'])
      .optional()
      .meta({description: 'How a target is chosen: an open stream is an outstanding request for as long as it lasts'}),
    stickiness: z
      .enum(['off', 'lb_cookie', 'app_cookie'])
      .optional()
      .meta({description: 'Which cookie keeps a client on one target, or `off`'}),
  });

export const targetGroupConfigured = defineCheck({
  id: 'alb/target-group-configured',
  title: 'A target group is configured as planned',
  why: 'Terraform says what was intended; what matters is what AWS has. Protocol version HTTP2 answers 464 to a client of HTTP/1.1, Fargate registers with target type ip only, and a health check on an event stream never ends.',
  fix: 'Set what differs: `health_check` and attributes change in place, `aws elbv2 modify-target-group` and `modify-target-group-attributes` do the same. Port, protocol, version, VPC and target type are fixed: a new target group replaces the old one.',
  byHand: 'aws elbv2 describe-target-groups --target-group-arns <TARGET_GROUP_ARN>',
  links: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroup.html',
  ],
  facts: ['loadBalancer', 'targetGroupAttributes', 'targetGroups'],
  params: () =>
    z
      .strictObject({
        alb: resourceParam('loadBalancer', 'The load balancer in whose account and region the target group is'),
        targetGroup: textParam('The target group: a name or an ARN'),
        protocol: z.enum(['HTTP', 'HTTPS']).optional().meta({description: 'How targets are spoken to'}),
        protocolVersion: z.enum(['HTTP1', 'HTTP2', 'GRPC']).optional().meta({description: 'In which version'}),
        port: port().optional().meta({description: 'The port of targets that name none of their own'}),
        targetType: z.enum(['instance', 'ip', 'lambda', 'alb']).optional().meta({description: '`ip` for Fargate'}),
        vpc: z.string().startsWith('vpc-').optional().meta({description: 'The id of the VPC that targets are in'}),
        healthCheck: healthCheckParam().optional().meta({description: 'How the health of targets is checked'}),
        attributes: attributesParam()
          .optional()
          .meta({description: 'Attributes, which have defaults until they are set'}),
      })
      .refine(saysSomething, {error: 'needs something to compare: protocol, port, …'}),
  async run({alb, targetGroup, attributes, ...planned}, {aws}) {
    const {group} = await targetGroupAt(alb, targetGroup, aws);
    const set = attributes === undefined ? {} : await aws.targetGroupAttributes(alb, group.arn);
    const compared = [...configuration(group, planned), ...attributesOf(set, attributes)].filter(
      ({wanted}) => wanted !== undefined,
    );
    const wrong = compared.filter((field) => !isSame(field));

    const place = `target group ${group.name}`;
    const listed = (all: readonly Field[], part: 'wanted' | 'found') =>
      all.map((field) => `${field.name} ${field[part] ?? 'none'}`).join(', ');
    const grounds = {
      place,
      expected: listed(compared, 'wanted'),
      evidence: compared.map(({name, found}) => ({what: name, value: found, source: group.arn})),
    };
    if (wrong.length === 0) return pass({...grounds, actual: listed(compared, 'found')});
    const fixed = wrong.filter(({isFixed}) => isFixed).map(({name}) => name);
    const anew = `A target group cannot change its ${fixed.join(' and ')}: create a new one as planned and let the rule forward to that.`;
    const inPlace = `Set ${wrong.map(({name, wanted}) => `${name} to ${wanted}`).join(', ')} in the \`aws_lb_target_group\`: these change in place.`;
    const fix = fixed.length === 0 ? inPlace : anew;
    return fail({
      ...grounds,
      faults: wrong.map(({name, found, wanted}) => ({what: `${name} is ${found ?? 'none'}, not ${wanted}`, fix})),
    });
  },
});

/** With nothing to compare it would always pass. */
function saysSomething({alb, targetGroup, healthCheck, attributes, ...others}: Stated): boolean {
  return Object.keys({...others, ...healthCheck, ...attributes}).length > 0;
}

interface Stated extends Planned {
  readonly alb: string;
  readonly targetGroup: string;
  readonly attributes?: PlannedAttributes | undefined;
}
