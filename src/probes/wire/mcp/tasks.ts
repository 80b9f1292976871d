import type {McpTask} from '../../../model/facts/wire/mcp.ts';
import {POSTS} from './posts.ts';
import {RECONNECT} from './reconnect.ts';
import type {TaskOf} from './task.ts';
import {TOOLS} from './tools-task.ts';

/** Each task of a conversation. */
export const TASKS: {readonly [Task in McpTask['task']]: TaskOf<Task>} = {
  handshake: {
    waitsMs: () => 0,
    async run(_task, session) {
      // The stateless revision has no ping: a list of tools is what every client asks for.
      if (session.transport === 'stateless') await session.request('list-tools', 'tools/list');
      else await session.request('ping', 'ping');
    },
  },
  posts: POSTS,
  reconnect: RECONNECT,
  guard: {
    waitsMs: () => 0,
    async run({variants}, session) {
      const method = session.transport === 'stateless' ? 'tools/list' : 'ping';
      for (const over of variants) await session.request('guarded', method, undefined, {over});
    },
  },
  tools: TOOLS,
};
