/** A failure that others have had when they moved event streams behind a load balancer. */
export interface KnownFailure {
  readonly number: number;
  /** In our own words. */
  readonly failure: string;
  /** Where it was had or is described. */
  readonly source: string;
  /** Why no configuration shows it; absent: a breakage does. */
  readonly onlyOnTheWire?: string;
}

const github = (issue: string) => `https://github.com/${issue.replace('#', '/issues/')}`;
const aws = (page: string) => `https://docs.aws.amazon.com/${page}.html`;
const alb = (page: string) => aws(`elasticloadbalancing/latest/application/${page}`);
const route53 = (page: string) => aws(`Route53/latest/DeveloperGuide/${page}`);
const acm = (page: string) => aws(`acm/latest/userguide/${page}`);
const gateway = (page: string) => aws(`apigateway/latest/developerguide/${page}`);

const STREAM = 'the stream itself has to be watched (`sse/stream-holds`)';
const ANSWER = 'an answer has to be looked at (`http/responds`)';

export const KNOWN_FAILURES: readonly KnownFailure[] = [
  {number: 1, failure: 'a silent stream outlasts the idle timeout', source: github('aerokube/ggr#357')},
  {
    number: 2,
    failure: 'the heartbeat is as slow as the idle timeout, and races it',
    source: github('mattermost/docs#8930'),
  },
  {
    number: 3,
    failure: 'TCP keep-alive or HTTP/2 PING is taken for a heartbeat',
    source: alb('edit-load-balancer-attributes'),
    onlyOnTheWire: STREAM,
  },
  {
    number: 4,
    failure: 'the server sends no heartbeat at all',
    source: github('modelcontextprotocol/typescript-sdk#2538'),
    onlyOnTheWire: STREAM,
  },
  {
    number: 5,
    failure: 'the first byte waits for the first event',
    source: github('modelcontextprotocol/go-sdk#937'),
    onlyOnTheWire: STREAM,
  },
  {
    number: 6,
    failure: 'the target closes idle connections before the load balancer does',
    source: github('nodejs/node#20256'),
  },
  {
    number: 7,
    failure: 'a guard against DNS rebinding refuses the public host',
    source: github('modelcontextprotocol/python-sdk#1798'),
  },
  {number: 8, failure: 'the same guard refuses the health check', source: github('resend/resend-mcp#169')},
  {
    number: 9,
    failure: 'the path of the health check is one that no health check should ask for',
    source: alb('target-group-health-checks'),
  },
  {
    number: 10,
    failure: 'health checks begin before the application is up, and tasks are killed in a loop',
    source: github('hackoregon/civic-devops#263'),
  },
  {number: 11, failure: 'no rule refers to the target group', source: alb('target-group-health-checks')},
  {
    number: 12,
    failure: 'sessions live in one task of several',
    source: github('provectus/awos-recruitment#13'),
  },
  {number: 13, failure: 'stickiness counts on cookies that clients do not keep', source: alb('sticky-sessions')},
  {
    number: 14,
    failure: 'a wider rule with a smaller priority takes the requests',
    source: github('kubernetes-sigs/aws-load-balancer-controller#4807'),
  },
  {
    number: 15,
    failure: 'the path pattern misses the path itself',
    source: github('kubernetes-sigs/aws-load-balancer-controller#2207'),
  },
  {
    number: 16,
    failure: 'the metadata of the protected resource is not routed',
    source: github('PrefectHQ/fastmcp#2123'),
  },
  {number: 17, failure: 'the metadata still names the old host', source: github('usertour/usertour#439')},
  {
    number: 18,
    failure: 'the application redirects to http, since it does not trust X-Forwarded-Proto',
    source: github('chainguard-dev/edu#3704'),
  },
  {
    number: 19,
    failure: 'the wildcard certificate is one label short',
    source: acm('acm-certificate-characteristics'),
  },
  {
    number: 20,
    failure: 'the certificate is not on the listener, and the default one is shown',
    source: alb('https-listener-certificates'),
  },
  {number: 21, failure: 'the certificate waits for its validation', source: acm('dns-validation')},
  {
    number: 22,
    failure: 'the CNAME of the renewal was lost with the delegation',
    source: acm('dns-renewal-validation'),
  },
  {
    number: 23,
    failure: 'the zone was made and not delegated to',
    source: route53('dns-routing-traffic-for-subdomains'),
  },
  {
    number: 24,
    failure: 'a private zone hides the new name inside the VPC',
    source: route53('hosted-zone-private-considerations'),
  },
  {
    number: 25,
    failure: 'the alias names the old load balancer, or has the wrong zone id',
    source: route53('routing-to-elb-load-balancer'),
  },
  {
    number: 26,
    failure: 'A and AAAA records do not fit the addresses of the load balancer',
    source: route53('routing-to-elb-load-balancer'),
  },
  {number: 27, failure: 'a weighted group was moved by half', source: route53('routing-policy-weighted')},
  {
    number: 28,
    failure: 'a security group does not let the load balancer through to the tasks',
    source: alb('load-balancer-troubleshooting'),
  },
  {
    number: 29,
    failure: 'a network ACL does not let packets to the tasks, or replies back',
    source: alb('load-balancer-troubleshooting'),
  },
  {
    number: 30,
    failure: 'the container listens somewhere else',
    source: alb('load-balancer-troubleshooting'),
  },
  {
    number: 31,
    failure: 'the target group speaks HTTP/2 and clients do not (464)',
    source: github('Cloud-Foundations/keymaster#185'),
  },
  {number: 32, failure: 'the target speaks HTTP/2 without TLS badly', source: github('mtrudel/bandit#392')},
  {
    number: 33,
    failure: 'compression or the framework holds events back',
    source: github('Kludex/starlette#2753'),
    onlyOnTheWire: STREAM,
  },
  {
    number: 34,
    failure: 'a proxy beside the application holds events back',
    source: github('modelcontextprotocol/java-sdk#848'),
    onlyOnTheWire: STREAM,
  },
  {
    number: 35,
    failure: 'a stream is announced with a length',
    source: github('modelcontextprotocol/typescript-sdk#1619'),
    onlyOnTheWire: ANSWER,
  },
  {
    number: 36,
    failure: 'API Gateway still stands in front, and holds responses back',
    source: gateway('response-transfer-mode'),
  },
  {
    number: 37,
    failure: 'API Gateway streams, and ends streams by its own timers',
    source: gateway('response-transfer-mode'),
  },
  {
    number: 38,
    failure: 'the stage stands in front of the path, and no rule knows it there',
    source: gateway('private-integration'),
  },
  {
    number: 39,
    failure: 'the VPC link was not used for 60 days and is inactive',
    source: gateway('apigateway-vpc-links-v2'),
  },
  {
    number: 40,
    failure: 'every deployment cuts streams',
    source: github('govuk-one-login/authentication-frontend#585'),
  },
  {
    number: 41,
    failure: 'a task gets requests before it is ready, or after it has begun to end',
    source: github('kubernetes-sigs/aws-load-balancer-controller#2366'),
    onlyOnTheWire: 'only a deployment under load shows it',
  },
  {number: 42, failure: 'streams pile up on the oldest task', source: github('rocicorp/mono#3604')},
  {number: 43, failure: 'headers with an underscore vanish', source: alb('edit-load-balancer-attributes')},
  {
    number: 44,
    failure: 'a redirect turns a POST into a GET',
    source: aws('elasticloadbalancing/latest/APIReference/API_RedirectActionConfig'),
  },
  {
    number: 45,
    failure: 'the client gives up before the server answers (460)',
    source: github('kubernetes-sigs/aws-load-balancer-controller#1075'),
    onlyOnTheWire: "the timeout is the client's own",
  },
  {
    number: 46,
    failure: 'a gateway between has a read timeout of its own',
    source: github('Vexa-ai/vexa#795'),
    onlyOnTheWire: STREAM,
  },
  {
    number: 47,
    failure: 'connections of clients are ended by age, with every stream on them',
    source: alb('edit-load-balancer-attributes'),
  },
  {
    number: 48,
    failure: 'alarms and dashboards still watch the old load balancer',
    source: alb('load-balancer-cloudwatch-metrics'),
  },
  {
    number: 49,
    failure: 'alarms wait for data that is only reported when something is wrong',
    source: aws('AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail'),
  },
  {
    number: 50,
    failure: 'no target is healthy, and the load balancer sends requests to all of them',
    source: alb('target-group-health-checks'),
  },
  {
    number: 51,
    failure: 'a server of a newer protocol version answers GET with 405, and that is right',
    source: 'https://modelcontextprotocol.io/specification/2025-11-25/basic/transports',
    onlyOnTheWire: ANSWER,
  },
  {
    number: 52,
    failure: 'something on the way forgets a flow that is silent for 350 s',
    source: aws('AWSEC2/latest/APIReference/API_ConnectionTrackingConfiguration'),
    onlyOnTheWire: STREAM,
  },
];
