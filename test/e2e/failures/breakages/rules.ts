import {
  CreateTargetGroupCommand,
  DeleteTargetGroupCommand,
  type RuleCondition,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import {HOST} from '../../support/aws-edge.ts';
import {given} from '../../support/given.ts';
import type {EmulatedBreakage, Mend} from '../breakage.ts';
import {addRule, allOf, changeRule, moveRule, removeRule} from '../changes.ts';
import {hostIs, METADATA_PRIORITY, pathIs} from '../edge.ts';
import type {World} from '../world.ts';

const STREAMS = 90;
const REST = 95;
const WEBSOCKET = 100;
const API = 110;

export const RULE_BREAKAGES: readonly EmulatedBreakage[] = [
  {
    fault: 'the rule for the whole host comes before the rule for its streams',
    known: [14],
    fails: ['stream-rule', 'metadata-rule', 'stream-pattern', 'no-dead-rules'],
    breaks: (world) => moveRule(world, REST, 80),
  },
  {
    fault: 'a rule for *.georgi.io comes before all others: in a host condition * matches dots too',
    known: [14],
    fails: [
      'stream-rule',
      'websocket-rule',
      'stream-rule-first',
      'stream-pattern',
      'host-closed',
      'nothing-else-exposed',
      'no-dead-rules',
    ],
    breaks: (world) => moveRule(world, API, 50),
  },
  {
    fault: 'the rule for streams has a slash before its asterisk, and misses the path itself',
    known: [15],
    fails: ['stream-rule', 'stream-pattern'],
    breaks: (world) => changeRule(world, STREAMS, {Conditions: [hostIs(HOST), pathIs('/jessica-service/mcp/sse/*')]}),
  },
  {
    fault: "the rule for streams has the path in another case: a path's case counts",
    known: [15],
    fails: ['stream-rule', 'stream-pattern', 'host-closed'],
    breaks: (world) => changeRule(world, STREAMS, {Conditions: [hostIs(HOST), pathIs('/jessica-service/MCP/SSE*')]}),
  },
  {
    fault: "the metadata rule is for the host's root alone, and clients ask below the path of the resource",
    known: [16],
    fails: ['metadata-rule'],
    breaks: (world) =>
      changeRule(world, METADATA_PRIORITY, {
        Conditions: [hostIs(HOST), pathIs('/.well-known/oauth-protected-resource')],
      }),
  },
  {
    fault: 'no rule forwards to the target group of streams',
    known: [11],
    fails: ['stream-rule', 'metadata-rule', 'stream-rule-first', 'stream-pattern', 'target-group-used'],
    breaks: async (world) => allOf(await removeRule(world, STREAMS), await removeRule(world, METADATA_PRIORITY)),
  },
  {
    fault: 'the rule for streams still forwards to the target group of the API',
    known: [],
    fails: ['stream-rule', 'stream-rule-first', 'stream-pattern'],
    breaks: (world) =>
      changeRule(world, STREAMS, {Actions: [{Type: 'forward', TargetGroupArn: world.targetGroups.api}]}),
  },
  {
    fault: 'the rule for streams divides them between the new target group and the old one',
    known: [],
    fails: ['stream-rule', 'stream-pattern', 'one-home'],
    breaks: (world) => {
      const {sse, api} = world.targetGroups;
      const TargetGroups = [sse, api].map((TargetGroupArn) => ({TargetGroupArn, Weight: 50}));
      return changeRule(world, STREAMS, {Actions: [{Type: 'forward', ForwardConfig: {TargetGroups}}]});
    },
  },
  {
    fault: 'all target groups of the rule for streams have weight 0, and AWS does not document what happens then',
    known: [],
    fails: [],
    cannotTell: ['stream-rule', 'stream-rule-first', 'stream-pattern'],
    breaks: (world) => {
      const {sse, api} = world.targetGroups;
      const TargetGroups = [sse, api].map((TargetGroupArn) => ({TargetGroupArn, Weight: 0}));
      return changeRule(world, STREAMS, {Actions: [{Type: 'forward', ForwardConfig: {TargetGroups}}]});
    },
  },
  {
    fault: 'the rule for streams redirects, and a POST that is redirected comes back as a GET',
    known: [44],
    fails: ['stream-rule', 'stream-pattern'],
    breaks: (world) =>
      changeRule(world, STREAMS, {
        Actions: [{Type: 'redirect', RedirectConfig: {Host: 'www.georgi.io', StatusCode: 'HTTP_301'}}],
      }),
  },
  {
    fault: 'the rule that closes the host is gone, and the one for *.georgi.io shows the API under the new name',
    known: [],
    fails: ['host-closed'],
    breaks: (world) => removeRule(world, REST),
  },
  {
    fault: 'the rest of the host is redirected to a web page',
    known: [],
    fails: ['rest-rule', 'host-closed'],
    breaks: (world) =>
      changeRule(world, REST, {
        Actions: [{Type: 'redirect', RedirectConfig: {Host: 'www.georgi.io', StatusCode: 'HTTP_302'}}],
      }),
  },
  {
    fault: "the API's rule is gone",
    known: [],
    fails: ['api-rule'],
    breaks: (world) => removeRule(world, API),
  },
  {
    fault: "the WebSocket's rule comes after the wider one of the API",
    known: [14],
    fails: ['websocket-rule', 'no-dead-rules'],
    breaks: (world) => moveRule(world, WEBSOCKET, 120),
  },
  {
    fault: 'somebody forwards another path of another host, and what a gateway guarded is open to the internet',
    known: [],
    fails: ['nothing-else-exposed'],
    breaks: (world) =>
      addRule(world, {
        Priority: 130,
        Conditions: [hostIs('debug.example.com')],
        Actions: [{Type: 'forward', TargetGroupArn: world.targetGroups.api}],
      }),
  },
  {
    fault: 'a rule is where it can never win',
    known: [],
    fails: ['no-dead-rules'],
    breaks: (world) =>
      addRule(world, {
        Priority: 97,
        Conditions: [hostIs(HOST), pathIs('/metrics')],
        Actions: [{Type: 'fixed-response', FixedResponseConfig: {StatusCode: '403'}}],
      }),
  },
  {
    fault: 'another rule has taken the priority that the next one is planned for',
    known: [],
    fails: ['priority'],
    breaks: (world) =>
      addRule(world, {
        Priority: 85,
        Conditions: [hostIs('old.example.com')],
        Actions: [{Type: 'fixed-response', FixedResponseConfig: {StatusCode: '410'}}],
      }),
  },
  {
    fault: 'a rule sends clients that accept event streams to the API first, and whether ours do is not stated',
    known: [],
    fails: ['stream-rule-first', 'stream-pattern', 'nothing-else-exposed'],
    cannotTell: ['stream-rule'],
    breaks: (world) =>
      takeSomeStreams(world, {
        Field: 'http-header',
        HttpHeaderConfig: {HttpHeaderName: 'Accept', Values: ['*text/event-stream*']},
      }),
  },
  {
    fault: 'a rule sends requests with a session in their query to the API first, and no query is stated',
    known: [],
    fails: ['stream-rule-first', 'stream-pattern', 'nothing-else-exposed'],
    cannotTell: ['stream-rule'],
    breaks: (world) =>
      takeSomeStreams(world, {Field: 'query-string', QueryStringConfig: {Values: [{Key: 'sessionId', Value: '*'}]}}),
  },
  {
    fault: 'a rule sends one network to the API first, and where the request comes from is not stated',
    known: [],
    fails: ['stream-rule-first', 'stream-pattern', 'nothing-else-exposed'],
    cannotTell: ['stream-rule'],
    breaks: (world) => takeSomeStreams(world, {Field: 'source-ip', SourceIpConfig: {Values: ['198.51.100.0/24']}}),
  },
  {
    fault: 'the rule of the old service was left behind with its target group',
    known: [],
    fails: ['nothing-else-exposed', 'old-rule-gone', 'old-target-group-gone'],
    breaks: async (world) => {
      const {arn, mend} = await oldTargetGroup(world);
      const rule = await addRule(world, {
        Priority: 140,
        Conditions: [hostIs('old.georgi.io')],
        Actions: [{Type: 'forward', TargetGroupArn: arn}],
      });
      return allOf(mend, rule);
    },
  },
  {
    fault: 'the target group of the old service was left behind',
    known: [],
    fails: ['old-target-group-gone'],
    breaks: async (world) => (await oldTargetGroup(world)).mend,
  },
];

/** Before the rule for streams, for some of their requests. */
function takeSomeStreams(world: World, condition: RuleCondition): Promise<Mend> {
  return addRule(world, {
    Priority: 80,
    Conditions: [hostIs(HOST), pathIs('/jessica-service/mcp/sse*'), condition],
    Actions: [{Type: 'forward', TargetGroupArn: world.targetGroups.api}],
  });
}

async function oldTargetGroup({elb, network}: World) {
  const made = await elb.send(
    new CreateTargetGroupCommand({
      Name: 'jessica-service-old',
      Protocol: 'HTTP',
      Port: 8000,
      VpcId: network.vpcId,
      TargetType: 'ip',
    }),
  );
  const arn = given(made.TargetGroups?.[0]?.TargetGroupArn);
  return {arn, mend: () => elb.send(new DeleteTargetGroupCommand({TargetGroupArn: arn}))};
}
