import {expect} from 'chai';
import {basePathAgrees as check} from '../../../src/checks/mcp/base-path-agrees.ts';
import {type AwsWorld, HEALTHY} from '../../../src/lab/aws-world.ts';
import {SSE_RULE_PRIORITY} from '../../../src/lab/worlds/elbv2.ts';
import {CannotTell, NoAnswer} from '../../../src/model/errors.ts';
import type {ListenerRule} from '../../../src/model/facts/aws-facts.ts';
import type {McpConversation} from '../../../src/model/facts/wire/mcp.ts';
import {neverPassesUnanswered} from '../../matrix/unanswered.ts';
import {container, taskDefinition} from '../../support/aws-facts.ts';
import {awsWorld} from '../../support/aws-world.ts';
import {legacyAt, mcpProbe, mcpStep, notBegunWith} from '../../support/mcp-facts.ts';
import {thrownBy} from '../../support/thrown-by.ts';

const URL_OF_STREAM = 'https://mcp.run.georgi.io/jessica-service/mcp/sse/stream';
const PARAMS = {url: URL_OF_STREAM, basePath: '/jessica-service', service: 'service', alb: 'alb'};

neverPassesUnanswered(check, PARAMS);

const healthy = () => legacyAt(URL_OF_STREAM);
const APP_404 = {status: 404, text: '{"detail":"Not Found"}'} as const;
const unrouted = () =>
  notBegunWith(mcpStep({purpose: 'stream', method: 'GET', rpc: null, url: URL_OF_STREAM, answer: APP_404}));

/** The endpoint event names this path, and a message there is not taken. */
function lostAt(path: string): McpConversation {
  const [stream, first] = legacyAt(URL_OF_STREAM, path).steps;
  if (stream === undefined || first === undefined) throw new Error('a session has steps');
  return notBegunWith(stream, {...first, answer: mcpStep({answer: APP_404}).answer, reply: null});
}

function judge(changes: Partial<AwsWorld> = {}, seen: () => McpConversation = healthy, given: object = {}) {
  const params = check.params.parse({...PARAMS, ...given});
  return check.run(params as never, {...awsWorld(changes), mcp: mcpProbe(seen)});
}

const sseRule = (change: (rule: ListenerRule) => ListenerRule): Partial<AwsWorld> => ({
  listenerRules: HEALTHY.listenerRules.map((rule) => (rule.priority === SSE_RULE_PRIORITY ? change(rule) : rule)),
});
const rewritten = (regex: string, replace: string) =>
  sseRule((rule) => ({...rule, transforms: [{type: 'url-rewrite', rewrites: [{regex, replace}]}]}));
const STRIPPED = rewritten('^/jessica-service/(.*)$', '/$1');

describe('mcp/base-path-agrees', () => {
  it('passes where all agree, and uses the actions it declares', async () => {
    const world = awsWorld();
    const verdict = await check.run(check.params.parse(PARAMS) as never, {...world, mcp: mcpProbe(healthy)});
    expect(verdict.status).to.equal('pass');
    expect(verdict.summary).to.match(/agree on \/jessica-service: rule 90 forwards stream and messages and keeps it/);
    expect(world.usedActions()).to.deep.equal(check.iam);
  });

  it('passes where the rule takes away what the server puts back, and says so', async () => {
    const verdict = await judge(STRIPPED);
    expect(verdict.status, verdict.summary).to.equal('pass');
    expect(verdict.summary).to.include('rewrites the path to /mcp/sse/stream');
  });

  it('takes the base path in the environment with and without slashes at its ends, and nothing else for it', async () => {
    const withValue = (value: string) =>
      judge({environment: {...HEALTHY.environment, 'jessica-service/BASE_PATH': value}});
    for (const value of ['/jessica-service', 'jessica-service', '/jessica-service/', 'jessica-service/']) {
      expect((await withValue(value)).status, value).to.equal('pass');
    }
    for (const value of [
      '',
      '/',
      '/Jessica-service',
      '//jessica-service',
      '/jessica-service/mcp',
      ' /jessica-service',
    ]) {
      const {status, summary} = await withValue(value);
      expect(status, value).to.equal('fail');
      expect(summary).to.include('the environment is off: BASE_PATH of container jessica-service');
    }
  });

  it('says that the environment is off, whatever else follows from it', async () => {
    const other = await judge({}, healthy, {basePath: '/jessica-service', variable: 'LOG_LEVEL'});
    expect(other.status).to.equal('fail');
    expect(other.summary).to.match(
      /the environment is off: LOG_LEVEL of container jessica-service.* is not \/jessica-service, while/,
    );
    const unset = await judge({}, unrouted, {variable: 'NOT_THERE'});
    expect(unset.summary).to.match(/the environment is off: NOT_THERE is not set in .*, and so GET .* gets 404/);
    expect(unset.fix).to.include('deploy the service');
  });

  it('says that the rule is off: it takes the stream and not its messages, or neither', async () => {
    const narrow = sseRule((rule) => ({
      ...rule,
      conditions: rule.conditions.map((condition) =>
        condition.field === 'path-pattern' ? {...condition, values: ['/jessica-service/mcp/sse/stream']} : condition,
      ),
    }));
    const verdict = await judge(narrow, () => lostAt('/jessica-service/mcp/sse/stream/messages/'));
    expect(verdict.summary).to.match(/the listener rule is off: rule 95 answers messages itself/);
    expect(verdict.fix).to.include('take /jessica-service/mcp/sse/stream/messages/, too');
    const gone = {listenerRules: HEALTHY.listenerRules.filter(({priority}) => priority !== SSE_RULE_PRIORITY)};
    expect((await judge(gone, unrouted)).summary).to.include('the listener rule is off: rule 95 answers');
  });

  it('says that the server is off, with what the rule does to the path', async () => {
    const missing = await judge(STRIPPED, () => lostAt('/mcp/sse/stream/messages/'));
    expect(missing.status).to.equal('fail');
    expect(missing.summary).to.match(
      /the server is off: .*without the base path \/jessica-service.*rewrites the path to \/mcp\/sse\/stream/,
    );
    const twice = await judge({}, () => lostAt('/jessica-service/jessica-service/mcp/sse/stream/messages/'));
    expect(twice.summary).to.match(/the server is off: .*twice.*passes \/jessica-service on/);
  });

  it('says that what the rule strips is off, where the application has the path only with it', async () => {
    const verdict = await judge(STRIPPED, unrouted);
    expect(verdict.summary).to.match(/what the rule strips is off: GET .* 404.*rewrites the path to/);
  });

  it('cannot tell who is off where the stream of the item is not below its base path, to the segment', async () => {
    const {message, fix} = await thrownBy(judge({}, healthy, {basePath: '/jessica'}), CannotTell);
    expect(message).to.include('/jessica-service/mcp/sse/stream: the stream is not below /jessica, which all');
    expect(fix).to.include('`basePath`');
  });

  it('cannot tell what a secret store holds, nor what a rewrite does that is not read', async () => {
    const secret = {
      taskDefinitions: [taskDefinition({containers: [container({environmentNames: [], secretNames: ['BASE_PATH']})]})],
    };
    expect((await thrownBy(judge(secret), CannotTell)).message).to.include('from a secret store');
    const odd = rewritten('(?<=x)y', 'z');
    expect((await thrownBy(judge(odd), CannotTell)).message).to.include('is not clear');
  });

  it('cannot tell where the server gave no answer', async () => {
    const silence = {kind: 'no-answer', phase: 'headers', message: 'no response headers came'} as const;
    await thrownBy(
      judge({}, () => notBegunWith(mcpStep({answer: null, silence}))),
      NoAnswer,
    );
  });
});
