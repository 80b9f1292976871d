import type {RunEvent} from '../model/event.ts';

/** Draws a run from its events. It decides nothing. */
export interface Screen {
  emit(event: RunEvent): void;
  /** Resolves when all is drawn and the terminal is as it was; to be called however the run ends. */
  finish(): Promise<void>;
}

/** Of a terminal, in characters. */
export interface Size {
  readonly columns: number;
  readonly rows: number;
}
