import {expect} from 'chai';
import {messagesFindTheirSession} from '../../../src/checks/mcp/messages-find-their-session.ts';
import {CannotTell, NoAnswer} from '../../../src/model/errors.ts';
import {NEVER_AWAY} from '../../../src/model/facts/observer.ts';
import type {Connection} from '../../../src/model/facts/wire/connection.ts';
import type {McpConversation, McpRequest, McpStep} from '../../../src/model/facts/wire/mcp.ts';
import {conversation, INITIALIZED, mcpMessage, mcpProbe, mcpStep, NOTIFIED, PINGED} from '../../support/mcp-facts.ts';
import {thrownBy} from '../../support/thrown-by.ts';
import {STREAM_URL, worldOf} from '../../support/wire-facts.ts';

const MESSAGES = `${STREAM_URL}/messages/`;
const STREAM = mcpStep({
  ...{purpose: 'stream', method: 'GET', rpc: null, url: STREAM_URL},
  answer: {
    ...{format: 'event-stream', events: 9, firstEvent: 'endpoint', end: 'held'},
    endpoint: {at: {atMs: 12, earliestMs: 12}, data: '/messages/', url: MESSAGES},
  },
});
const WAITED = {forMs: 10_000, observer: NEVER_AWAY};
const ACCEPTED = {status: 202, format: 'other', headers: {}} as const;
const LOST = {status: 404, text: '{"detail":"Could not find session"}'} as const;

const post = (differing: Parameters<typeof mcpStep>[0] = {}) =>
  mcpStep({
    purpose: 'ping',
    rpc: 'ping',
    url: MESSAGES,
    answer: ACCEPTED,
    reply: mcpMessage(),
    waited: WAITED,
    ...differing,
  });
const lost = post({answer: LOST, reply: null, waited: null});
const unanswered = post({reply: null});
const begin = [STREAM, post({purpose: 'initialize', rpc: 'initialize'}), {...NOTIFIED, url: MESSAGES}];

function legacy(steps: readonly McpStep[], transport: McpConversation['transport'] = 'http-sse'): McpConversation {
  return conversation({url: STREAM_URL, transport, revision: '2024-11-05', steps});
}

const whole = ({posts}: {posts: number}) => legacy([...begin, ...Array.from({length: posts}, () => post())]);

/** `lane` gives what came of one of the four conversations. */
function judge(
  lane: (request: Extract<McpRequest, {task: 'posts'}>) => McpConversation,
  {given = {}, addresses = null}: {given?: Record<string, unknown>; addresses?: readonly string[] | null} = {},
) {
  const params = messagesFindTheirSession.params.parse({url: STREAM_URL, ...given});
  const mcp = mcpProbe((request) => (request.task === 'posts' ? lane(request) : whole({posts: 1})));
  const dns = {addresses: async (name: string) => ({name, addresses})};
  return messagesFindTheirSession.run(params, worldOf({mcp, dns}));
}

const connectionTo = (remoteAddress: string): Connection => ({
  ...{remoteAddress, protocol: 'http/1.1' as const, tls: null, connectedTo: null},
  phases: {lookupAtMs: null, connectAtMs: 1, tlsAtMs: null, sentAtMs: 1},
});

describe('mcp/messages-find-their-session', () => {
  it('passes where all messages of four sessions arrive, and says how likely that was', async () => {
    const shares: number[] = [];
    const verdict = await judge((request) => {
      shares.push(request.posts);
      return whole(request);
    });
    expect(verdict.status).to.equal('pass');
    expect(shares).to.deep.equal([5, 5, 5, 5]);
    expect(verdict.summary).to.equal(
      `${STREAM_URL}: all 28 messages on connections of their own reached their sessions (4); with a second home that takes every other message, that happens once in 1 million`,
    );
  });

  it('says how likely that is of few messages, and of many', async () => {
    for (const [posts, odds] of [
      [2, 'once in 4'],
      [10, 'once in 1 thousand'],
      [40, 'once in 1.1 trillion'],
      [41, 'less than once in a trillion'],
    ] as const) {
      const {summary} = await judge(whole, {given: {posts}});
      expect(summary).to.match(new RegExp(`that happens ${odds}$`));
    }
  });

  it('shares what cannot be shared evenly, and no session goes without', async () => {
    for (const posts of [2, 3, 5, 23]) {
      const shares: number[] = [];
      await judge(
        (request) => {
          shares.push(request.posts);
          return whole(request);
        },
        {given: {posts}},
      );
      expect(shares.reduce((sum, share) => sum + share, 0)).to.equal(posts);
      expect(Math.min(...shares)).to.be.at.least(1);
    }
  });

  it('fails on the first that is lost, whatever else is, and estimates the homes', async () => {
    const one = await judge(({posts, lane}) => (lane === 2 ? legacy([...begin, lost]) : whole({posts})));
    expect(one.status).to.equal('fail');
    expect(one.summary).to.match(/1 of 24 messages.*does not know their session \(404: .*about 2 homes/);
    expect(one.fix).to.match(/uvicorn --workers 1.*keep no cookies/);
    const third = await judge(() => legacy([...begin.slice(0, 2), lost, lost, lost, lost]));
    expect(third.summary).to.include('about 5 homes');
    const never = await judge(() => legacy([STREAM, {...lost, purpose: 'initialize'}], null));
    expect(never.status).to.equal('fail');
    expect(never.summary).to.match(/4 of 4 .*and none arrived/);
    expect(never.fix).to.include('another target group');
  });

  it('names the address where only one of several does not know sessions', async () => {
    const at = (remoteAddress: string, step: McpStep): McpStep => ({...step, connection: connectionTo(remoteAddress)});
    const verdict = await judge(() =>
      legacy([...begin, at('192.0.2.1', post()), at('192.0.2.2', lost), at('192.0.2.1', post())]),
    );
    expect(verdict.summary).to.include('all of them at 192.0.2.2, no other there');
  });

  it('fails where a message is accepted and its reply never comes on a stream that is alive', async () => {
    const verdict = await judge(({posts, lane}) =>
      lane === 0 ? legacy([...begin, post(), unanswered, post()]) : whole({posts}),
    );
    expect(verdict.status).to.equal('fail');
    expect(verdict.summary).to.match(/1 of \d+ messages were accepted, and their replies never came, though/);
    expect(verdict.fix).to.match(/hand it on to the one that holds the stream/);
  });

  it('cannot tell where no reply comes at all, nor where we were away while one was waited for', async () => {
    const silent = () => legacy([STREAM, {...unanswered, purpose: 'initialize'}], null);
    expect((await thrownBy(judge(silent), CannotTell)).message).to.include('no reply comes on any stream');
    const away = {forMs: 10_000, observer: {...NEVER_AWAY, awayMs: 4000, gaps: [{fromMs: 0, toMs: 4000}]}};
    const late = () => legacy([...begin, {...unanswered, waited: away}, post()]);
    expect((await thrownBy(judge(late), CannotTell)).message).to.include('not scheduled for 4 s');
  });

  it('cannot tell from what is lost after the stream was cut, as its session ended with it, to the boundary', async () => {
    const cutAt = (atMs: number) => ({
      ...STREAM,
      answer:
        STREAM.answer === null ? null : {...STREAM.answer, end: 'truncated' as const, endAt: {atMs, earliestMs: atMs}},
    });
    const at = {...lost, askedAtMs: 500};
    const seen = (endedAtMs: number) => judge(() => legacy([cutAt(endedAtMs), ...begin.slice(1), at]));
    expect((await thrownBy(seen(510), CannotTell)).message).to.include('the stream ended (truncated)');
    expect((await seen(511)).status).to.equal('fail');
  });

  it('cannot tell where a message got no answer, and a loss that was seen stands all the same', async () => {
    const silence = {kind: 'no-answer', phase: 'connect', message: 'no connection'} as const;
    const unreached = post({answer: null, reply: null, waited: null, silence});
    await thrownBy(
      judge(() => legacy([...begin, unreached])),
      NoAnswer,
    );
    expect((await judge(() => legacy([...begin, unreached, lost]))).status).to.equal('fail');
  });

  it('cannot tell from fewer messages than were meant, to the boundary', async () => {
    expect((await judge(({posts}) => whole({posts}))).status).to.equal('pass');
    const few = judge(({posts, lane}) => whole({posts: lane === 0 ? posts - 1 : posts}));
    expect((await thrownBy(few, CannotTell)).message).to.include('only 19 of 20 messages were sent');
  });

  it('fails where messages are refused for another reason, with its advice', async () => {
    const verdict = await judge(() => legacy([...begin, post({answer: {status: 502}, reply: null, waited: null})]));
    expect(verdict.status).to.equal('fail');
    expect(verdict.summary).to.match(/4 of \d+ messages did not arrive: ping answers 502/);
  });

  it('sends messages to each address beside the one that answered, and to none that a flag leads around', async () => {
    const seen = async (remoteAddress: string, addresses: readonly string[] | null) => {
      const asked: (readonly string[])[] = [];
      const connection = connectionTo(remoteAddress);
      const mcp = mcpProbe((request) => {
        if (request.task === 'posts') asked.push(request.addresses);
        const {steps} = whole({posts: request.task === 'posts' ? request.posts : 1});
        return legacy(steps.map((step) => ({...step, connection})));
      });
      const dns = {addresses: async (name: string) => ({name, addresses})};
      const params = messagesFindTheirSession.params.parse({url: STREAM_URL});
      await messagesFindTheirSession.run(params, worldOf({mcp, dns}));
      return asked[0];
    };
    const both = ['192.0.2.1', '192.0.2.2', '2001:db8::1'];
    expect(await seen('192.0.2.1', both)).to.deep.equal(['192.0.2.1', '192.0.2.2']);
    expect(await seen('127.0.0.1', both)).to.deep.equal([]);
    expect(await seen('192.0.2.1', null)).to.deep.equal([]);
  });

  it('passes without sessions, and says that there is none to miss', async () => {
    const asked = mcpStep({purpose: 'list-tools', rpc: 'tools/list', reply: mcpMessage()});
    const answer = (count: number) =>
      conversation({transport: 'stateless', revision: '2026-07-28', steps: Array.from({length: count}, () => asked)});
    const mcp = mcpProbe((request) => answer(request.task === 'posts' ? request.posts : 1));
    const dns = {addresses: async (name: string) => ({name, addresses: null})};
    const params = messagesFindTheirSession.params.parse({url: STREAM_URL});
    const verdict = await messagesFindTheirSession.run(params, worldOf({mcp, dns}));
    expect(verdict.status).to.equal('pass');
    expect(verdict.summary).to.include('keeps no session that could be missed, and all 20 messages');
  });

  it('counts messages of Streamable HTTP from the first after its session began', async () => {
    const steps = (count: number) => [INITIALIZED, NOTIFIED, ...Array.from({length: count}, () => PINGED)];
    const gone = mcpStep({
      purpose: 'ping',
      rpc: 'ping',
      answer: {status: 404, text: '{"error":{"message":"Session not found"}}'},
    });
    const run = (extra: readonly McpStep[]) => {
      const mcp = mcpProbe((request) =>
        conversation({steps: [...steps(request.task === 'posts' ? request.posts : 1), ...extra]}),
      );
      const dns = {addresses: async (name: string) => ({name, addresses: null})};
      const params = messagesFindTheirSession.params.parse({url: STREAM_URL});
      return messagesFindTheirSession.run(params, worldOf({mcp, dns}));
    };
    expect((await run([])).summary).to.include('all 24 messages');
    expect((await run([gone])).status).to.equal('fail');
  });
});
