import type {RunEvent} from '../model/event.ts';

/** Draws a run from its events. It decides nothing. */
export interface Screen {
  emit(event: RunEvent): void;
  /** Resolves when all is drawn. */
  finish(): Promise<void>;
}
