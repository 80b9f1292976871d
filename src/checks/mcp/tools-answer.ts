import {conversationVerdict} from '../../domain/mcp/conversation-verdict.ts';
import {callFindings} from '../../domain/mcp/tool-call.ts';
import {callOf, listsFault, saysItHasNoTools, toolLists} from '../../domain/mcp/tool-lists.ts';
import {defineCheck} from '../../model/check.ts';
import {LIST_TOOLS_BY_HAND, mcpParams} from '../../model/mcp-params.ts';
import {durationParam, z} from '../../model/params.ts';

export const toolsAnswer = defineCheck({
  id: 'mcp/tools-answer',
  title: 'The tools of the MCP server are listed, alike each time, and one answers',
  why: 'A handshake does not reach the tools: one instance of an old version, a tool that takes longer than its client waits, or a hop that holds progress back shows only when they are used.',
  fix: 'See which instance lists other tools, how long the call takes and where, and whether its progress comes while it works.',
  byHand: LIST_TOOLS_BY_HAND,
  links: [
    'https://modelcontextprotocol.io/specification/2025-11-25/server/tools',
    'https://modelcontextprotocol.io/specification/2025-11-25/basic/utilities/progress',
  ],
  facts: ['mcp'],
  params: () => ({
    ...mcpParams(),
    lists: z
      .int()
      .min(1)
      .max(100)
      .default(3)
      .describe('How often the tools are listed, each time in a session of its own; all lists have to be the same'),
    tools: z.array(z.string().min(1)).default([]).describe('Tools that have to be listed, others may be'),
    call: z
      .strictObject({
        tool: z.string().min(1).describe('The name of the tool'),
        arguments: z.record(z.string(), z.json()).default({}).describe('Its arguments'),
        safe: z
          .literal(true, {
            error:
              'has to be true: a tool may write, pay or send, and this check calls it wherever the item runs, production included; say so only of one that changes nothing',
          })
          .describe('That this call changes nothing that anybody would miss: without it nothing is called'),
        within: durationParam('How long the result may take; the TypeScript SDK waits 60 s').prefault('60s'),
        progressWithin: durationParam('The longest time without a report of progress').optional(),
      })
      .optional()
      .describe('One call of a tool; left out: none is called'),
  }),

  async run({within, lists, tools, call, ...target}, {mcp}) {
    const {era} = target;
    const called = call === undefined ? null : {tool: call.tool, arguments: call.arguments, withinMs: call.within};
    const conversation = await mcp.converse({task: 'tools', times: lists, call: called, ...target, withinMs: within});
    const wanted = call === undefined ? '' : `, and ${call.tool} that answers`;
    const expected = `${lists === 1 ? 'a list' : `${lists} like lists`} of tools${wanted}`;
    return conversationVerdict(conversation, {era, expected}, () => {
      if (tools.length === 0 && call === undefined && saysItHasNoTools(conversation)) {
        return {step: null, fault: null, doubt: null, actual: 'the server says that it has no tools'};
      }
      const seen = toolLists(conversation);
      const fault = listsFault(seen, tools, conversation);
      if (fault !== null) return {step: null, fault, doubt: null, actual: ''};
      const listed = `${seen[0]?.tools.length ?? 0} tools listed ${lists === 1 ? 'once' : `alike ${lists} times`}`;
      const step = callOf(conversation);
      if (call === undefined || step === null) return {step: null, fault: null, doubt: null, actual: listed};
      const progressWithinMs = call.progressWithin ?? null;
      const findings = callFindings(step, {tool: call.tool, withinMs: call.within, progressWithinMs});
      return {step, ...findings, actual: `${listed}; ${findings.actual}`};
    });
  },
});
