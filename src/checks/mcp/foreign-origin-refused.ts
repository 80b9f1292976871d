import {conversationVerdict, mustHaveBegun} from '../../domain/mcp/conversation-verdict.ts';
import {foreignOriginFindings, guardedSteps} from '../../domain/mcp/guarded.ts';
import {CannotTell, defineCheck} from '../../model/check.ts';
import {INITIALIZE_BY_HAND, mcpParams} from '../../model/mcp-params.ts';
import {z} from '../../model/params.ts';

export const foreignOriginRefused = defineCheck({
  id: 'mcp/foreign-origin-refused',
  title: 'A page of another origin cannot use the MCP server',
  why: 'A browser lets any page send requests, and DNS rebinding lets it read the answers: a server that does not look at Origin gives its tools to every page that somebody opens beside it.',
  fix: 'Let the server refuse requests whose Origin it does not know with 403, and list the origins that may ask.',
  byHand: INITIALIZE_BY_HAND.replace(' -d ', ' -H "Origin: <origin>" -d '),
  links: ['https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#security-warning'],
  holdsBecause: 'users are served all the same: what is open is open to pages of other origins',
  facts: ['mcp'],
  params: () => ({
    ...mcpParams(),
    origin: z
      .string()
      .regex(/^https?:\/\/[^/?#\s]+$/, {error: 'is not an origin such as https://example.com'})
      .default('https://foreign.invalid')
      .describe('An origin that nobody has allowed'),
  }),

  async run({within, origin, ...target}, {mcp}) {
    const {era} = target;
    const conversation = await mcp.converse({task: 'guard', variants: [{origin}], ...target, withinMs: within});
    mustHaveBegun(conversation, era, 'whether a message of another origin is refused');
    const expected = `a message with Origin ${origin} that is refused with 403`;
    return conversationVerdict(conversation, {era, expected}, () => {
      const [step] = guardedSteps(conversation);
      if (step === undefined) throw new CannotTell(`${conversation.url}: nothing was asked with Origin`, 'Run again.');
      return {step, ...foreignOriginFindings(step, origin)};
    });
  },
});
