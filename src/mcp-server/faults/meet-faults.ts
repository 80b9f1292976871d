import {UsageError} from '../../model/errors.ts';
import {type Exchange, sendError} from '../exchange.ts';
import type {ServerState} from '../server-state.ts';
import type {ResponseTap} from '../streams/tap.ts';
import {FAULTS} from './index.ts';
import {type ActiveFault, parseFault} from './parse.ts';

export interface FaultSettings {
  /** Of every request, as NAME or NAME=VALUE. */
  readonly faults: readonly string[];
  /** Whether a request may ask for more. */
  readonly allowFaults: boolean;
}

/** Lets an exchange meet its faults. True: it has been answered, or its client is gone. */
export type MeetFaults = (exchange: Exchange) => Promise<boolean>;

/**
 * Null when no exchange can meet one: then nothing is looked at.
 * @throws UsageError when a fault is not known, or its value is none.
 */
export function meetFaults({faults, allowFaults}: FaultSettings, state: ServerState): MeetFaults | null {
  const always = faults.map((text) => {
    const active = parseFault(text);
    if (typeof active === 'string') throw new UsageError(active, {where: '--fault'});
    return active;
  });
  if (always.length === 0 && !allowFaults) return null;
  /** What the stream of a session asked for, for the messages that belong to it: they go to another path. */
  const ofSessions = new Map<string, readonly ActiveFault[]>();

  return async (exchange) => {
    const {response, path, query} = exchange;
    if (path.endsWith('/health') || path.endsWith('/ready')) return false;
    const asked: ActiveFault[] = [];
    for (const text of allowFaults ? query.getAll('fault') : []) {
      const active = parseFault(text);
      if (typeof active === 'string') {
        sendError(response, 400, 'bad-fault', `fault=${active}`);
        return true;
      }
      asked.push(active);
    }
    const session = query.get('sessionId');
    const active = [...always, ...asked, ...((session === null ? undefined : ofSessions.get(session)) ?? [])];
    const effects = inTableOrder(active).map(({fault, value}) => fault.begin(value, state));
    response.taps = asked.length === 0 ? effects : [rememberSession(ofSessions, asked), ...effects];
    for (const effect of effects) if (await effect.request?.(exchange)) return true;
    return false;
  };
}

function inTableOrder(active: readonly ActiveFault[]): readonly ActiveFault[] {
  return active.toSorted((a, b) => FAULTS.indexOf(a.fault) - FAULTS.indexOf(b.fault));
}

/** The endpoint event names the session; the faults are forgotten with its stream. */
function rememberSession(ofSessions: Map<string, readonly ActiveFault[]>, asked: readonly ActiveFault[]): ResponseTap {
  return {
    part(text, {response}) {
      const id = /^event: endpoint\ndata: .*[?&]sessionId=([0-9a-f-]+)/m.exec(text)?.[1];
      if (id !== undefined) {
        ofSessions.set(id, asked);
        response.once('close', () => ofSessions.delete(id));
      }
      return text;
    },
  };
}
