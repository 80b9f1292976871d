import type {McpConversation, McpRequest, McpTask} from '../../../model/facts/wire/mcp.ts';
import {redactText, redactUrl} from '../../../model/text/redact.ts';
import type {KnownSecrets} from '../../../model/text/secrets/known-secrets.ts';
import type {WireSetup} from '../conversation.ts';
import {greet} from './greet.ts';
import {Talk} from './talk.ts';
import type {TaskOf} from './task.ts';
import {TASKS} from './tasks.ts';

/** More than any has messages. */
const IDS_OF_A_LANE = 1000;

/** How long a conversation may wait beyond the time of plain exchanges; 0: it does not. */
export function conversationWaitsMs(request: McpRequest): number {
  return taskOf(request).waitsMs(request);
}

/** One conversation from the first request to the end of its session. */
export async function converseMcp(
  request: McpRequest,
  setup: WireSetup,
  secrets: KnownSecrets,
  signal: AbortSignal,
): Promise<McpConversation> {
  const over = new AbortController();
  const lastId = request.task === 'posts' ? IDS_OF_A_LANE * request.lane : 0;
  const talk = new Talk(request, setup, secrets, AbortSignal.any([signal, over.signal]), lastId);
  try {
    const session = await greet(talk);
    if (session !== null) {
      await taskOf(request).run(request, session, talk);
      await session.end();
    }
    return {
      url: redactText(redactUrl(request.url), secrets),
      transport: session?.transport ?? null,
      revision: session?.dialect.agreed ?? null,
      steps: talk.steps,
    };
  } finally {
    // What was left open where the conversation broke off.
    over.abort(signal.reason);
  }
}

/** The table is typed by task, and a request names one of them. */
function taskOf({task}: McpTask): TaskOf<McpTask['task']> {
  return TASKS[task] as TaskOf<McpTask['task']>;
}
