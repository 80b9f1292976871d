import {notBegun} from '../../domain/mcp/begun.ts';
import {conversationEvidence} from '../../domain/mcp/conversation-evidence.ts';
import {stepPlace} from '../../domain/mcp/conversation-verdict.ts';
import {deliveriesOf} from '../../domain/mcp/deliveries.ts';
import {eraOf} from '../../domain/mcp/era.ts';
import {sessionFindings} from '../../domain/mcp/session-findings.ts';
import {CannotTell, defineCheck, fail, pass} from '../../model/check.ts';
import {mcpParams} from '../../model/mcp-params.ts';
import {z} from '../../model/params.ts';
import {addressesBeside, postsInLanes} from '../../readers/mcp-lanes.ts';

export const messagesFindTheirSession = defineCheck({
  id: 'mcp/messages-find-their-session',
  title: 'Every message of a session reaches the process that has it',
  why: 'Sessions of MCP are in the memory of one process. With a second task or worker behind the same name a message reaches the wrong one every other time: its answer is 404, or never comes. MCP clients keep no cookies.',
  fix: 'Run one task with one worker, or put affinity by the address of the client in front of all of them, or speak the stateless revision 2026-07-28.',
  byHand:
    'curl -sSN --max-time 30 <url> > stream.txt & sleep 2; to=$(echo <url> | cut -d/ -f1-3)$(sed -n "s/^data: //p" stream.txt | head -1 | tr -d "\\r"); for i in $(seq 20); do curl -sS -o /dev/null -w "%{http_code} " --json \'{"jsonrpc":"2.0","id":1,"method":"ping"}\' "$to"; done',
  links: [
    'https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#session-management',
    'https://www.uvicorn.org/deployment/',
  ],
  facts: ['dns', 'mcp'],
  params: () => ({
    ...mcpParams(),
    posts: z
      .int()
      .min(2)
      .max(200)
      .default(20)
      .describe(
        'How many messages are sent, each on a connection of its own, shared among four sessions; a second home that takes every other message spoils 20 but once in a million times',
      ),
  }),

  async run({within, posts, ...target}, {dns, mcp}) {
    const asked = {...target, withinMs: within};
    const first = await mcp.converse({task: 'handshake', ...asked});
    const expected = `${posts} messages that all reach their sessions`;
    if (deliveriesOf(first, within).length === 0) {
      const begun = notBegun(first);
      const evidence = conversationEvidence(first);
      const fault = begun?.findings.fault ?? null;
      if (fault !== null)
        return fail({place: stepPlace(first, begun?.step ?? null), expected, faults: [fault], evidence});
      throw begun?.findings.doubt ?? new CannotTell(`${first.url}: nothing was asked`, 'Run again.', {transient: true});
    }
    const addresses = target.address === undefined ? await addressesBeside(first, target.url, dns) : [];
    const {lanes, unseen} = await postsInLanes({...asked, era: eraOf(first) ?? target.era, posts, addresses}, mcp);
    const {faults, doubt, actual, because} = sessionFindings(lanes, {posts, unseen, withinMs: within});
    const place = first.url;
    const evidence = lanes.flatMap(conversationEvidence);
    if (faults.length > 0) return fail({place, expected, faults, evidence});
    if (doubt !== null) throw doubt;
    return pass({place, expected, actual, because, evidence});
  },
});
