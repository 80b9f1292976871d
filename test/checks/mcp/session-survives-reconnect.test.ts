import {expect} from 'chai';
import {sessionSurvivesReconnect} from '../../../src/checks/mcp/session-survives-reconnect.ts';
import {NoAnswer} from '../../../src/model/errors.ts';
import type {McpConversation, McpStep} from '../../../src/model/facts/wire/mcp.ts';
import {
  conversation,
  INITIALIZED,
  MCP_URL,
  mcpMessage,
  mcpProbe,
  mcpStep,
  NOTIFIED,
  notBegunWith,
  PINGED,
} from '../../support/mcp-facts.ts';
import {thrownBy} from '../../support/thrown-by.ts';
import {worldOf} from '../../support/wire-facts.ts';

function judge(seen: McpConversation) {
  const params = sessionSurvivesReconnect.params.parse({url: MCP_URL});
  return sessionSurvivesReconnect.run(params, worldOf({mcp: mcpProbe(() => seen)}));
}

const get = (differing: Parameters<typeof mcpStep>[0] = {}) =>
  mcpStep({purpose: 'stream', method: 'GET', rpc: null, answer: {format: 'event-stream', end: 'held'}, ...differing});
const SENT_LAST = ['accept', 'last-event-id', 'mcp-session-id'];
const GONE = {status: 404, text: '{"error":{"code":-32001,"message":"Session not found"}}'} as const;
const lost = {...PINGED, answer: mcpStep({answer: GONE}).answer, reply: null};

const streamable = (...steps: readonly McpStep[]) => judge(conversation({steps: [INITIALIZED, NOTIFIED, ...steps]}));

const named = get({
  answer: {
    ...{format: 'event-stream', end: 'held', firstEvent: 'endpoint'},
    endpoint: {at: {atMs: 1, earliestMs: 1}, data: '/messages/', url: `${MCP_URL}/messages/`},
  },
});
const SESSION = [named, INITIALIZED, NOTIFIED, PINGED];
const legacy = (...again: readonly McpStep[]) =>
  judge(conversation({transport: 'http-sse', revision: '2024-11-05', steps: [...SESSION, ...again]}));

describe('mcp/session-survives-reconnect', () => {
  it('passes where a session of Streamable HTTP goes on, and says whether its stream was resumed', async () => {
    const resumed = await streamable(get(), get({sentHeaders: SENT_LAST}), PINGED);
    expect(resumed.status).to.equal('pass');
    expect(resumed.summary).to.include('goes on after its stream was cut; its stream was resumed with Last-Event-ID');
    expect((await streamable(get(), get(), PINGED)).summary).to.include('opened anew and not resumed');
    const none = get({answer: {status: 405, format: 'json'}});
    expect((await streamable(none, none, PINGED)).summary).to.include('no stream by GET (405)');
  });

  it('fails where the session is gone, by what comes back', async () => {
    const byPing = await streamable(get(), get(), lost);
    expect(byPing.status).to.equal('fail');
    expect(byPing.summary).to.include('the session is gone after its stream was cut (404)');
    expect((await streamable(get(), get({answer: GONE}), PINGED)).status).to.equal('fail');
    const twice = await streamable(get(), get({answer: {status: 409, text: 'Conflict: only one SSE stream'}}), PINGED);
    expect(twice.status).to.equal('fail');
    expect(twice.summary).to.include('409');
    expect(twice.fix).not.to.equal(byPing.fix);
    expect((await streamable(get(), get({answer: {status: 503}}), PINGED)).summary).to.include('503');
  });

  it('passes where HTTP+SSE gives a new session that is served once it was initialized', async () => {
    const verdict = await legacy(...SESSION);
    expect(verdict.status).to.equal('pass');
    expect(verdict.summary).to.match(/gets a new session, and is served there once .* initialized it/);
  });

  it('passes where the message that begins anew was redirected and followed', async () => {
    const redirected = {...INITIALIZED, answer: mcpStep({answer: {status: 307}}).answer, reply: null};
    expect((await legacy(named, redirected, INITIALIZED, NOTIFIED, PINGED)).status).to.equal('pass');
  });

  it('fails where a client of HTTP+SSE that comes back is not served, and where', async () => {
    const refused = await legacy(get({answer: {status: 503, format: 'other'}}));
    expect(refused.status).to.equal('fail');
    expect(refused.summary).to.match(/to the client that comes back: answers 503/);
    const unnamed = await legacy(get());
    expect(unnamed.summary).to.include('names no path for messages any more');
    const unanswered = await legacy(named, {...INITIALIZED, answer: lost.answer, reply: null});
    expect(unanswered.summary).to.match(/to the client that comes back: answers 404/);
  });

  it('passes without sessions: nothing can be cut', async () => {
    const seen = conversation({transport: 'stateless', revision: '2026-07-28', steps: [PINGED]});
    expect((await judge(seen)).summary).to.include('no session and no stream');
  });

  it('cannot tell where the client that comes back got no answer, or never began', async () => {
    const silence = {kind: 'no-answer', phase: 'headers', message: 'no response headers came'} as const;
    await thrownBy(legacy(get({answer: null, silence})), NoAnswer);
    await thrownBy(streamable(get(), get(), {...PINGED, answer: null, reply: null, silence}), NoAnswer);
    await thrownBy(judge(notBegunWith(mcpStep({answer: null, silence}))), NoAnswer);
    expect(
      (await judge(notBegunWith(mcpStep({answer: {status: 503}, reply: mcpMessage({result: null, kind: 'error'})}))))
        .status,
    ).to.equal('fail');
  });
});
