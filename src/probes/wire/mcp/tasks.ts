import type {McpTask} from '../../../model/facts/wire/mcp.ts';
import type {Session} from './session.ts';
import type {Talk} from './talk.ts';

/** What is done in a session once it has begun. */
export interface TaskOf<Task extends McpTask['task']> {
  /** How long it may take beyond the handshake, in milliseconds. */
  longestMs(task: Extract<McpTask, {task: Task}>, withinMs: number): number;
  run(task: Extract<McpTask, {task: Task}>, session: Session, talk: Talk): Promise<void>;
}

/** Each task of a conversation. */
export const TASKS: {readonly [Task in McpTask['task']]: TaskOf<Task>} = {
  handshake: {
    longestMs: (_task, withinMs) => withinMs,
    async run(_task, session) {
      // The stateless revision has no ping: a list of tools is what every client asks for.
      if (session.transport === 'stateless') await session.request('list-tools', 'tools/list');
      else await session.request('ping', 'ping');
    },
  },
};
