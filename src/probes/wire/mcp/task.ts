import type {McpTask} from '../../../model/facts/wire/mcp.ts';
import type {Session} from './session.ts';
import type {Talk} from './talk.ts';

/** What is done in a session once it has begun. */
export interface TaskOf<Task extends McpTask['task']> {
  /** How long it may wait beyond the time of plain exchanges, in milliseconds; 0: it does not. */
  waitsMs(task: Extract<McpTask, {task: Task}>): number;
  run(task: Extract<McpTask, {task: Task}>, session: Session, talk: Talk): Promise<void>;
}
