import {conversationEvidence} from '../../domain/mcp/conversation-evidence.ts';
import {conversationVerdict, mustHaveBegun} from '../../domain/mcp/conversation-verdict.ts';
import {guardedSteps, hostFindings, hostRefusal} from '../../domain/mcp/guarded.ts';
import {defineCheck, fail} from '../../model/check.ts';
import {INITIALIZE_BY_HAND, mcpParams} from '../../model/mcp-params.ts';
import {z} from '../../model/params.ts';

export const hostAllowed = defineCheck({
  id: 'mcp/host-allowed',
  title: 'The MCP server answers to the host names that it is asked by',
  why: 'Servers of MCP refuse host names that they do not know (DNS rebinding), some by default: after a move they know the old name, or only localhost, and every client gets 421 or 403.',
  fix: 'List the public host names in what the server allows, or let the hop in front send the name that it knows.',
  byHand: INITIALIZE_BY_HAND,
  links: ['https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#security-warning'],
  facts: ['mcp'],
  params: () => ({
    ...mcpParams(),
    hosts: z
      .array(
        z
          .string()
          .regex(/^[\w.-]+(?::\d+)?$|^\[[0-9a-f:]+\](?::\d+)?$/i, {error: 'is not a host with or without a port'}),
      )
      .default([])
      .describe(
        "Further values of the header Host to send to the same address, such as the load balancer's own name; the URL's own host is always asked",
      ),
  }),

  async run({within, hosts, ...target}, {mcp}) {
    const {era} = target;
    const variants = hosts.map((host) => ({host}));
    const conversation = await mcp.converse({task: 'guard', variants, ...target, withinMs: within});
    const own = new URL(target.url).host;
    const names = [own, ...hosts].join(', ');
    const expected = `answers to Host ${names}`;
    const refused = hostRefusal(conversation);
    if (refused !== null) {
      const place = `POST at ${refused.step.url} with Host ${own}`;
      return fail({place, expected, faults: [refused.fault], evidence: conversationEvidence(conversation)});
    }
    mustHaveBegun(conversation, era, `whether the server answers to ${names}`);
    return conversationVerdict(conversation, {era, expected}, () => {
      const judged = guardedSteps(conversation).map((step, at) => ({step, ...hostFindings(step, hosts[at] ?? own)}));
      const wrong = judged.find(({fault}) => fault !== null) ?? judged.find(({doubt}) => doubt !== null);
      return wrong ?? {step: null, fault: null, doubt: null, actual: `the server answers to Host ${names}`};
    });
  },
});
