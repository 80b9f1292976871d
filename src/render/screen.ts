import type {RunEvent} from '../model/event.ts';

/** Draws a run from its events. It decides nothing. */
export interface Screen {
  emit(event: RunEvent): void;
  /** Resolves when everything is drawn and the terminal restored; must be called however the run ends. */
  finish(): Promise<void>;
}

/** The size of a terminal in characters. */
export interface Size {
  readonly columns: number;
  readonly rows: number;
}
