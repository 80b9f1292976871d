import type {McpTask} from '../../../model/facts/wire/mcp.ts';
import {POSTS} from './posts.ts';
import {RECONNECT} from './reconnect.ts';
import {pingMethod} from './session.ts';
import type {TaskOf} from './task.ts';
import {TOOLS} from './tools-task.ts';

/** Each task of a conversation. */
export const TASKS: {readonly [Task in McpTask['task']]: TaskOf<Task>} = {
  handshake: {
    waitsMs: () => 0,
    async run(_task, session) {
      await session.ping();
    },
  },
  posts: POSTS,
  reconnect: RECONNECT,
  guard: {
    waitsMs: () => 0,
    async run({variants}, session) {
      // The same without them first: a refusal is for what differs.
      await session.ping();
      const method = pingMethod(session.transport, session.capabilities);
      for (const over of variants) await session.request('guarded', method, undefined, {over});
    },
  },
  tools: TOOLS,
};
