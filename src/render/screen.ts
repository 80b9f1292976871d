import type {RunEvent} from '../model/event.ts';

/** Draws a run from its events. It decides nothing. */
export interface Screen {
  emit(event: RunEvent): void;
  /** Resolves when everything is drawn and the terminal restored; must be called however the run ends. */
  finish(): Promise<void>;
}

/** How the streams of a run are shown that is about them. */
export interface StreamsShown {
  /** The load balancer's, for its countdown; null: it is not known. */
  readonly idleTimeoutMs: number | null;
  /** Whether to say what differs between the two URLs. */
  readonly compares: boolean;
}

/** How the answers of DNS are shown of a run that is about a name. */
export interface NamesShown {
  readonly host: string;
}

/** The size of a terminal in characters. */
export interface Size {
  readonly columns: number;
  readonly rows: number;
}
