import type {MockedBreakage} from '../breakage.ts';

interface Rules {
  readonly Rules: readonly {
    readonly Priority: string;
    readonly Conditions: readonly object[];
    readonly Actions: readonly {readonly Type: string; readonly Order: number}[];
  }[];
}

/** Answers that neither the emulator nor the lab gives. */
export const MOCKED: readonly MockedBreakage[] = [
  {
    fault:
      'a rule with a regular expression comes before the rule for streams: whether it has to match the whole path is not known',
    known: [],
    fails: [],
    cannotTell: [
      'stream-rule',
      'api-rule',
      'websocket-rule',
      'stream-pattern',
      'host-closed',
      'no-dead-rules',
      'api-route',
    ],
    operation: 'DescribeRules',
    breaks: withRule({
      Priority: '10',
      Conditions: [{Field: 'path-pattern', PathPatternConfig: {RegexValues: ['jessica-service']}}],
      Actions: [{Type: 'fixed-response', Order: 1, FixedResponseConfig: {StatusCode: '410'}}],
    }),
  },
  {
    fault: 'the rule for streams asks for a login first, which a client that is not a browser cannot do',
    known: [],
    fails: ['stream-rule', 'stream-pattern'],
    operation: 'DescribeRules',
    breaks: withActions(90, {
      Type: 'authenticate-oidc',
      AuthenticateOidcConfig: {Issuer: 'https://login.georgi.io', OnUnauthenticatedRequest: 'authenticate'},
    }),
  },
  {
    fault: 'a new kind of action is in the rule for streams, which this version does not know',
    known: [],
    fails: [],
    cannotTell: ['stream-rule', 'stream-pattern'],
    operation: 'DescribeRules',
    breaks: withActions(90, {Type: 'invoke-something'}),
  },
  {
    fault: 'the rule for streams takes the base path off, and the service serves it with the base path',
    known: [],
    fails: ['stream-rule'],
    operation: 'DescribeRules',
    breaks: withTransform(90, {
      Type: 'url-rewrite',
      UrlRewriteConfig: {Rewrites: [{Regex: '^/jessica-service/([^?]*)', Replace: '/$1'}]},
    }),
  },
  {
    fault: 'the rule for streams puts another host in the Host header, which the guard against DNS rebinding refuses',
    known: [],
    fails: ['stream-rule'],
    operation: 'DescribeRules',
    breaks: withTransform(90, {
      Type: 'host-header-rewrite',
      HostHeaderRewriteConfig: {Rewrites: [{Regex: '^mcp\\.(.+)$', Replace: 'internal.$1'}]},
    }),
  },
  {
    fault: 'the rule for streams rewrites the path by a regex whose case may count or not',
    known: [],
    fails: [],
    cannotTell: ['stream-rule'],
    operation: 'DescribeRules',
    breaks: withTransform(90, {
      Type: 'url-rewrite',
      UrlRewriteConfig: {Rewrites: [{Regex: '^/Jessica-Service/', Replace: '/'}]},
    }),
  },
  {
    fault: 'the certificate was uploaded to IAM, where its names are not read',
    known: [],
    fails: [],
    cannotTell: ['certificate', 'certificate-presented', 'certificate-renewal', 'api-route'],
    operation: 'DescribeListenerCertificates',
    breaks: (answer) => {
      const {Certificates: all} = answer as {readonly Certificates: readonly {readonly IsDefault: boolean}[]};
      const CertificateArn = 'arn:aws:iam::444444444444:server-certificate/mcp.run.georgi.io';
      return {Certificates: [...all.filter(({IsDefault}) => IsDefault), {CertificateArn, IsDefault: false}]};
    },
  },
];

export function withRule(rule: object) {
  return (answer: object): object => {
    const {Rules: rules} = answer as Rules;
    const RuleArn = 'arn:aws:elasticloadbalancing:eu-central-1:444444444444:listener-rule/app/central-alb/1/2/3';
    return {Rules: [{RuleArn, IsDefault: false, ...rule}, ...rules]};
  };
}

function withTransform(priority: number, transform: object) {
  return (answer: object): object => {
    const {Rules: rules} = answer as Rules;
    return {
      Rules: rules.map((rule) => (rule.Priority === String(priority) ? {...rule, Transforms: [transform]} : rule)),
    };
  };
}

/** One more action, before those that a rule has. */
function withActions(priority: number, action: object) {
  return (answer: object): object => {
    const {Rules: rules} = answer as Rules;
    return {
      Rules: rules.map((rule) =>
        rule.Priority === String(priority)
          ? {...rule, Actions: [{...action, Order: 1}, ...rule.Actions.map((one) => ({...one, Order: one.Order + 1}))]}
          : rule,
      ),
    };
  };
}
