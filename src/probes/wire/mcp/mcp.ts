import {type Observer, ownSlowness} from '../../../model/facts/observer.ts';
import type {McpConversation, McpRequest, McpStep, McpTask} from '../../../model/facts/wire/mcp.ts';
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
  const watch = setup.presence.watch();
  const talk = new Talk(request, setup, secrets, AbortSignal.any([signal, over.signal]), lastId);
  try {
    const session = await greet(talk);
    if (session !== null) {
      await taskOf(request).run(request, session, talk);
      await session.end();
    }
    const url = redactText(redactUrl(request.url), secrets);
    const observer = watch.observer();
    if (mayHaveEnded(talk.steps, observer)) {
      throw ownSlowness(url, observer, watch.moment().atMs, 'whether its session ended meanwhile or was never known');
    }
    return {
      url,
      transport: session?.transport ?? null,
      revision: session?.dialect.agreed ?? null,
      steps: talk.steps,
    };
  } finally {
    // What was left open where the conversation broke off.
    over.abort(signal.reason);
    watch.stop();
  }
}

/** Shorter than any session or stream may be idle. */
const LONG_AWAY_MS = 2000;
/** With these a server refuses what it does not know any more. */
const GONE = new Set([400, 401, 404, 410, 422]);

/** Whether something was refused in a session that had begun, after this process was away for as long as a session may be idle. */
function mayHaveEnded(steps: readonly McpStep[], {gaps, awayMs, suspendedMs}: Observer): boolean {
  const long = awayMs < LONG_AWAY_MS ? undefined : gaps.find(({fromMs, toMs}) => toMs - fromMs >= LONG_AWAY_MS);
  const awaySinceMs = suspendedMs > 0 ? 0 : (long?.fromMs ?? Number.POSITIVE_INFINITY);
  const begun = steps.findIndex(({reply, answer}) => reply?.kind === 'result' || answer?.endpoint != null);
  return (
    begun !== -1 &&
    steps.slice(begun + 1).some(({askedAtMs, answer}) => {
      if (answer === null || !GONE.has(answer.status)) return false;
      return askedAtMs + answer.headersAt.atMs >= awaySinceMs;
    })
  );
}

/** The table is typed by task, and a request names one of them. */
function taskOf({task}: McpTask): TaskOf<McpTask['task']> {
  return TASKS[task] as TaskOf<McpTask['task']>;
}
