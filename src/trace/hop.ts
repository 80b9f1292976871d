import {AwsRefusal, CannotTell} from '../model/errors.ts';
import type {HopKind, TraceHop} from '../model/trace.ts';

/** What is known about a hop besides its kind and status. */
type Said = Partial<Pick<TraceHop, 'lines' | 'facts' | 'byHand'>> & Pick<TraceHop, 'summary'>;

const NOTHING_MORE = {lines: [], facts: {}, because: null, fix: null, byHand: null, refusedAction: null};

export function okHop(kind: HopKind, said: Said): TraceHop {
  return {...NOTHING_MORE, ...said, kind, status: 'ok'};
}

export function brokenHop(kind: HopKind, said: Said & {readonly because: string; readonly fix: string}): TraceHop {
  return {...NOTHING_MORE, ...said, kind, status: 'broken'};
}

export function unknownHop(kind: HopKind, said: Said & {readonly because: string; readonly fix: string}): TraceHop {
  return {...NOTHING_MORE, ...said, kind, status: 'unknown'};
}

/** A hop and where it leads; null when the way cannot be followed from there. */
export interface Step<Next> {
  readonly hop: TraceHop;
  readonly next: Next | null;
}

/** Looks at one hop. What is not known makes this hop unknown, not the whole trace. */
export async function step<Next>(kind: HopKind, look: () => Promise<Step<Next>>): Promise<Step<Next>> {
  try {
    return await look();
  } catch (thrown) {
    if (!(thrown instanceof CannotTell)) throw thrown;
    return {hop: refusedHop(kind, thrown), next: null};
  }
}

const NOT_LOOKED_AT = 'could not be looked at';

/** It is not known because a look failed, and not because of what was seen. */
export function wasRefused({summary}: TraceHop): boolean {
  return summary === NOT_LOOKED_AT;
}

function refusedHop(kind: HopKind, thrown: CannotTell): TraceHop {
  const refusedAction = thrown instanceof AwsRefusal ? thrown.action : null;
  const hop = unknownHop(kind, {summary: NOT_LOOKED_AT, because: thrown.message, fix: thrown.fix});
  return {...hop, refusedAction};
}
