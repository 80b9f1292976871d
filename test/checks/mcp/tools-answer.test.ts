import {expect} from 'chai';
import {toolsAnswer} from '../../../src/checks/mcp/tools-answer.ts';
import {CannotTell} from '../../../src/model/errors.ts';
import {NEVER_AWAY} from '../../../src/model/facts/observer.ts';
import type {McpResult, McpStep} from '../../../src/model/facts/wire/mcp.ts';
import {
  conversation,
  INITIALIZED,
  MCP_URL,
  mcpError,
  mcpMessage,
  mcpProbe,
  mcpStep,
  NOTIFIED,
  RESULT,
} from '../../support/mcp-facts.ts';
import {thrownBy} from '../../support/thrown-by.ts';
import {worldOf} from '../../support/wire-facts.ts';

const CALL = {tool: 'echo', arguments: {message: 'hello'}, safe: true, within: '5s'};

function judge(steps: readonly McpStep[], given: Record<string, unknown> = {}) {
  const mcp = mcpProbe(() => conversation({steps: [INITIALIZED, NOTIFIED, ...steps]}));
  return toolsAnswer.run(toolsAnswer.params.parse({url: MCP_URL, ...given}), worldOf({mcp}));
}

const list = (names: string, hasMore = false): McpStep => {
  const tools = names.split(' ').map((text) => {
    const [name = '', digest = 'a'] = text.split(':');
    return {name, digest};
  });
  return mcpStep({purpose: 'list-tools', rpc: 'tools/list', reply: mcpMessage({result: {...RESULT, tools, hasMore}})});
};

const at = (ms: number) => ({atMs: ms, earliestMs: ms});

function called(ms: number, result: Partial<McpResult> = {}, differing: Partial<McpStep> = {}): McpStep {
  const reply = mcpMessage({at: at(ms), result: {...RESULT, ...result}});
  const {answer: _, ...rest} = differing;
  return {...mcpStep({purpose: 'call-tool', rpc: 'tools/call', reply}), ...rest};
}

describe('mcp/tools-answer', () => {
  it('passes where the lists are alike, however they are ordered', async () => {
    const verdict = await judge([list('a b'), list('b a'), list('a', true), list('b')]);
    expect(verdict.summary).to.equal(`${MCP_URL}: 2 tools listed alike 3 times`);
  });

  const unlike: readonly (readonly [string, readonly McpStep[], RegExp])[] = [
    ['one tool less', [list('a b'), list('a')], /list 2 of 2 differs from the first: it lacks b/],
    ['another description', [list('a b'), list('a b:z')], /it describes otherwise b/],
    ['one more', [list('a'), list('a'), list('a c')], /list 3 of 3 .*it has besides c/],
    ['one twice', [list('a b a')], /lists the tool a twice/],
    ['no end of pages', [list('a', true), list('a', true)], /names a next page after 2 tools again and again/],
  ];
  for (const [name, steps, says] of unlike) {
    it(`fails on lists with ${name}`, async () => {
      const verdict = await judge(steps);
      expect(verdict.status).to.equal('fail');
      expect(verdict.summary).to.match(says);
      expect(verdict.fix).to.be.a('string');
    });
  }

  it('fails where a tool is missing, or the server has no tools', async () => {
    expect((await judge([list('a')], {tools: ['a', 'z']})).summary).to.include('1 tool listed, without z');
    const none = mcpStep({purpose: 'list-tools', rpc: 'tools/list', reply: mcpError(-32_601, 'Method not found')});
    expect((await judge([none])).summary).to.include('tools/list is answered with the error -32601');
    const empty = mcpStep({purpose: 'list-tools', rpc: 'tools/list', reply: mcpMessage()});
    expect((await judge([empty])).summary).to.include('has no list of tools');
  });

  it('passes where the server says that it has none, and fails where some are wanted', async () => {
    const greeted = mcpStep({
      reply: mcpMessage({result: {...RESULT, protocolVersion: '2025-11-25', capabilities: ['resources']}}),
    });
    const seen = conversation({steps: [greeted, NOTIFIED]});
    const ask = (given: Record<string, unknown>) =>
      toolsAnswer.run(toolsAnswer.params.parse({url: MCP_URL, ...given}), worldOf({mcp: mcpProbe(() => seen)}));
    expect((await ask({})).summary).to.include('the server says that it has no tools');
    expect((await ask({tools: ['echo']})).summary).to.include('says as it begins that it has no tools');
  });

  it('fails where another session cannot begin', async () => {
    const again = mcpStep({answer: {status: 503}});
    const verdict = await judge([list('a'), again]);
    expect(verdict.status).to.equal('fail');
    expect(verdict.summary).to.match(/^POST initialize at .*503/);
  });

  it('judges the time of a call to the millisecond', async () => {
    const passes = await judge([list('echo'), called(5000)], {call: CALL});
    expect(passes.summary).to.include('echo answers after 5 s');
    expect((await judge([list('echo'), called(5001)], {call: CALL})).status).to.equal('fail');
    const late = await judge([list('echo'), called(5500)], {call: CALL});
    expect(late.summary).to.include('came after 5.5 s, not within 5 s');
    const observer = {...NEVER_AWAY, gaps: [{fromMs: 4000, toMs: 5500}], awayMs: 1500};
    await thrownBy(judge([list('echo'), called(5400, {}, {observer})], {call: CALL}), CannotTell);
  });

  it('fails on an error as its result, and knows the 10 s of fastapi-mcp', async () => {
    const call = {...CALL, within: '60s'};
    const quick = await judge([list('echo'), called(20, {isError: true, text: 'no such file'})], {call});
    expect(quick.summary).to.include('with an error as its result after 20 ms: no such file');
    expect(quick.candidates ?? []).to.deep.equal([]);
    const slow = await judge([list('echo'), called(10_050, {isError: true, text: ''})], {call});
    expect(slow.candidates?.[0]?.cause).to.include('10 s that fastapi-mcp gives');
  });

  it('fails on a call without progress in time', async () => {
    const call = {...CALL, within: '60s', progressWithin: '2s'};
    const progress = [at(1000), at(3000), at(5000)];
    expect((await judge([list('echo'), called(7000, {}, {progress})], {call})).status).to.equal('pass');
    const silent = await judge([list('echo'), called(7000)], {call});
    expect(silent.summary).to.include('reports no progress: nothing came for 7 s, not within 2 s');
    const paused = await judge([list('echo'), called(7500, {}, {progress: progress.slice(0, 2)})], {call});
    expect(paused.summary).to.include('pauses: nothing came for 4.5 s');
    // What was seen late may have come in time.
    const seenLate = [{atMs: 4000, earliestMs: 1500}, at(5000)];
    expect((await judge([list('echo'), called(6000, {}, {progress: seenLate})], {call})).status).to.equal('pass');
  });

  it('calls nothing of which nobody has said that it is safe', () => {
    const refused = toolsAnswer.params.safeParse({url: MCP_URL, call: {tool: 'delete-all'}});
    expect(JSON.stringify(refused.error?.issues)).to.match(/has to be true: a tool may write, pay or send/);
    expect(toolsAnswer.params.safeParse({url: MCP_URL, call: {...CALL, safe: false}}).success).to.equal(false);
  });
});
