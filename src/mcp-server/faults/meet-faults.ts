import {UsageError} from '../../model/errors.ts';
import {type Exchange, sendError} from '../exchange.ts';
import type {ServerState} from '../server-state.ts';
import type {ResponseTap} from '../streams/tap.ts';
import {carriesMessage} from './fault.ts';
import {FAULTS} from './index.ts';
import {type ActiveFault, parseFault} from './parse.ts';

export interface FaultSettings {
  /** Faults of every request, as NAME or NAME=VALUE. */
  readonly faults: readonly string[];
  /** Whether a request may ask for more. */
  readonly allowFaults: boolean;
}

/**
 * Installs the faults of an exchange on its response, and returns a function that applies them to its request. True: it
 * has been answered, or its client is gone. A client that is not admitted cannot ask for faults.
 */
export type MeetFaults = (exchange: Exchange, isLetIn: boolean) => () => Promise<boolean>;

/** A browser's preflight comes without the token; its answer then applies to the actual request. */
const OF_PREFLIGHT: ReadonlySet<string> = new Set(['no-cors']);

/**
 * Null when no exchange can have faults.
 * @throws UsageError when a fault is unknown, or its value is invalid.
 */
export function meetFaults({faults, allowFaults}: FaultSettings, state: ServerState): MeetFaults | null {
  const always = faults.map((text) => {
    const active = parseFault(text, state);
    if (typeof active === 'string') throw new UsageError(active, {where: '--fault'});
    return active;
  });
  const twice = always.find(({fault}, at) => always.some((other, before) => before < at && other.fault === fault));
  if (twice !== undefined)
    throw new UsageError(`"${twice.fault.name}" is given twice; once is enough`, {where: '--fault'});
  if (always.length === 0 && !allowFaults) return null;
  /** The faults that a session's stream asked for, for its messages, which go to another path. */
  const ofSessions = new Map<string, readonly ActiveFault[]>();

  return (exchange, isLetIn) => {
    const {request, response, path, query} = exchange;
    if (path.endsWith('/health') || path.endsWith('/ready')) return async () => false;
    const parsed = (allowFaults ? query.getAll('fault') : []).map((text) => parseFault(text, state));
    const known = parsed.filter((active) => typeof active !== 'string');
    const mayAsk = ({fault}: ActiveFault) => isLetIn || (request.method === 'OPTIONS' && OF_PREFLIGHT.has(fault.name));
    const asked = known.filter(mayAsk);
    const problem = parsed.find((active) => typeof active === 'string');
    const session = carriesMessage(exchange) ? query.get('sessionId') : null;
    const active = [...always, ...asked, ...((session === null ? undefined : ofSessions.get(session)) ?? [])];
    const effects = inTableOrder(active).map(({fault, value}) => fault.begin(value, state));
    response.taps = asked.length === 0 ? effects : [rememberSession(ofSessions, asked), ...effects];
    return async () => {
      if (problem !== undefined) {
        sendError(response, 400, 'bad-fault', `fault=${problem}`);
        return true;
      }
      for (const effect of effects) if (await effect.request?.(exchange)) return true;
      return false;
    };
  };
}

function inTableOrder(active: readonly ActiveFault[]): readonly ActiveFault[] {
  return active.toSorted((a, b) => FAULTS.indexOf(a.fault) - FAULTS.indexOf(b.fault));
}

/** The endpoint event names the session; its faults are forgotten when the stream ends. */
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
