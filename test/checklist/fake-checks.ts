import {z} from 'zod';
import {type AnyCheck, defineCheck} from '../../src/model/check.ts';
import {pass} from '../../src/model/outcome.ts';
import {durationParam, fileParam, headersParam, hostParam, resourceParam, urlParam} from '../../src/model/params.ts';

const rest = {
  title: 'a claim',
  why: 'why',
  fix: 'fix',
  byHand: 'by hand',
  links: [],
  facts: [],
  run: async () => pass({place: 'here', actual: 'holds', expected: 'holds', evidence: []}),
};

/** Checks whose params show every kind there is; what they judge does not matter to the reader. */
export const FAKE_CHECKS: readonly AnyCheck[] = [
  defineCheck({
    ...rest,
    id: 'dns/record-points-to-load-balancer',
    params: () =>
      z.strictObject({
        host: hostParam('The host name'),
        zone: resourceParam('hostedZone', 'The zone'),
        alb: resourceParam('loadBalancer', 'The load balancer'),
      }),
  }),
  defineCheck({
    ...rest,
    id: 'ec2/port-open-to',
    params: () =>
      z.strictObject({
        alb: resourceParam('loadBalancer', 'The load balancer'),
        port: z.int().min(1).max(65_535).meta({description: 'The port'}),
        from: z.union([z.cidrv4(), z.array(z.cidrv4()).min(1)]).meta({description: 'A CIDR or a list of them'}),
      }),
  }),
  defineCheck({
    ...rest,
    id: 'ecs/is-stable',
    params: () => z.strictObject({service: resourceParam('service', 'The service')}),
  }),
  defineCheck({
    ...rest,
    id: 'http/responds',
    facts: ['http'],
    params: () =>
      z.strictObject({
        url: urlParam('The URL to ask'),
        status: z.int().min(100).max(599).default(200).meta({description: 'The status'}),
        method: z.enum(['GET', 'HEAD']).default('GET').meta({description: 'The method'}),
        followed: z.boolean().default(false).meta({description: 'Follow redirects'}),
        within: durationParam('How soon').default(5000),
        headers: headersParam('Request headers').optional(),
        alb: resourceParam('loadBalancer', 'The load balancer in front').optional(),
      }),
  }),
  defineCheck({
    ...rest,
    id: 'repo/file-contains',
    facts: ['files'],
    params: () =>
      z
        .strictObject({
          path: fileParam('The file'),
          text: z.string().optional().meta({description: 'A text in it'}),
          heading: z.string().optional().meta({description: 'A heading in it'}),
        })
        .refine(({text, heading}) => (text === undefined) !== (heading === undefined), {
          error: 'give it `text` or `heading`',
        }),
  }),
] as readonly AnyCheck[];
