import {CannotTell, type NoAnswer} from '../../model/errors.ts';
import type {McpConversation} from '../../model/facts/wire/mcp.ts';
import type {Fault} from '../../model/outcome.ts';
import {plainText} from '../../model/text/plain-text.ts';
import {notBegun} from './begun.ts';
import {spokenText} from './conversation-evidence.ts';
import {type Delivery, deliveriesOf} from './deliveries.ts';

export interface SessionFindings {
  readonly faults: readonly Fault[];
  readonly doubt: CannotTell | NoAnswer | null;
  readonly actual: string;
  readonly because: string | null;
}

const ONE_HOME =
  "Give each session one home: one task with one worker (uvicorn --workers 1; every worker of uvicorn or gunicorn has sessions of its own, which AWS does not know of), or affinity by the client's address in front of all of them. MCP clients keep no cookies, so that stickiness of a load balancer does not reach them. Or speak the stateless revision 2026-07-28.";
const ELSEWHERE =
  'See which service takes messages: the rule for their path leads to another target group than that of the stream, or sessions end before their time.';
const SILENT_HOME =
  'Run one task with one worker, or keep sessions where every instance finds them: one that takes a message for a session that it does not have has to hand it on to the one that holds the stream.';

/**
 * Whether the messages of these conversations reached their sessions. One that was answered by somebody who does not know its session is
 * proof that there is more than one home; that all arrived is none, and says how unlikely it is.
 */
export function sessionFindings(
  lanes: readonly McpConversation[],
  {
    posts,
    unseen,
    withinMs,
  }: {readonly posts: number; readonly unseen: CannotTell | NoAnswer | null; readonly withinMs: number},
): SessionFindings {
  const deliveredIn = lanes.map((lane) => deliveriesOf(lane, withinMs));
  const deliveries = deliveredIn.flat();
  const faults = faultsOf(deliveries, deliveredIn.every(endsEarly));
  const actual = `${arrivedIn(deliveries)} of ${deliveries.length} messages found their session`;
  if (faults.length > 0) return {faults, doubt: null, actual, because: null};
  const doubt = unseen ?? doubtOf(deliveries, lanes) ?? tooFew(deliveries, posts, lanes);
  return {faults, doubt, actual: allArrived(deliveries, lanes), because: oddsText(posts, lanes)};
}

function faultsOf(deliveries: readonly Delivery[], haveEnded: boolean): readonly Fault[] {
  const lost = deliveries.filter(({came}) => came === 'lost');
  const silent = deliveries.filter((one) => one.came === 'unanswered');
  // Where the replies to others came, no hop holds streams back.
  const repliesCome = deliveries.some(({step}) => step.waited !== null && step.reply !== null);
  const proven = silent.filter(({wentOn}) => wentOn || repliesCome);
  const [refused] = deliveries.filter((one) => one.came === 'refused');
  return [
    ...(lost.length > 0 ? [haveEnded ? endedFault(lost, deliveries) : lostFault(lost, deliveries)] : []),
    ...(proven.length > 0 ? [silentFault(proven, deliveries)] : []),
    ...(refused === undefined ? [] : [refusedFault(refused, deliveries)]),
  ];
}

function lostFault(lost: readonly Delivery[], all: readonly Delivery[]): Fault {
  const arrived = arrivedIn(all);
  const [first] = lost;
  const {status = 404, text = ''} = first?.step.answer ?? {};
  const said = JSON.stringify(plainText(text.trim(), 80));
  const what = `${lost.length} of ${all.length} messages, each on a connection of its own, reached somebody who does not know their session (${status}: ${said})`;
  if (arrived === 0) return {what: `${what}, and none arrived`, fix: `${ONE_HOME} ${ELSEWHERE}`};
  const homes = Math.max(2, Math.round(all.length / arrived));
  const count =
    homes === 2
      ? 'about 2 homes answer in turn'
      : `2 homes or more answer in turn, about ${homes} homes where it is chance which one does`;
  return {what: `${what}: ${count}${atAddress(lost, all)}`, fix: ONE_HOME};
}

/** Known for some messages, and then not once more: homes that answer in turn would know it again. */
function endsEarly(deliveries: readonly Delivery[]): boolean {
  const first = deliveries.findIndex(({came}) => came === 'lost');
  const after = deliveries.slice(first);
  return first >= 2 && after.length >= 2 && after.every(({came}) => came === 'lost');
}

function endedFault(lost: readonly Delivery[], all: readonly Delivery[]): Fault {
  const [first] = lost;
  const {status = 404, text = ''} = first?.step.answer ?? {};
  const said = JSON.stringify(plainText(text.trim(), 80));
  return {
    what: `${lost.length} of ${all.length} messages were for a session that had ended (${status}: ${said}): each was known for its first messages, and from then on no more`,
    fix: 'See what ends sessions so soon: a limit of messages or of time, a restart or deployment of the task meanwhile, or a cache of sessions that holds too few.',
  };
}

function silentFault(silent: readonly Delivery[], all: readonly Delivery[]): Fault {
  return {
    what: `${silent.length} of ${all.length} messages were accepted, and their replies never came, though the replies to others did: another home takes messages for sessions that it does not have, or sends replies to another stream${atAddress(silent, all)}`,
    fix: SILENT_HOME,
  };
}

function refusedFault({step, ...one}: Extract<Delivery, {came: 'refused'}>, all: readonly Delivery[]): Fault {
  const count = all.filter(({came}) => came === 'refused').length;
  const {what, ...fault} = one.fault;
  return {...fault, what: `${count} of ${all.length} messages did not arrive: ${step.rpc ?? 'one'} ${what}`};
}

/** Where all that were lost, and no others, went to some addresses of several. */
function atAddress(some: readonly Delivery[], all: readonly Delivery[]): string {
  const addresses = (those: readonly Delivery[]) =>
    new Set(those.flatMap(({step}) => step.connection?.remoteAddress ?? []));
  const theirs = addresses(some);
  const others = addresses(all.filter((one) => !some.includes(one)));
  const apart = theirs.size > 0 && others.size > 0 && [...theirs].every((address) => !others.has(address));
  return apart ? `; all of them at ${[...theirs].join(' and ')}, no other there` : '';
}

function doubtOf(deliveries: readonly Delivery[], lanes: readonly McpConversation[]): CannotTell | NoAnswer | null {
  const unknown = deliveries.find((one) => one.came === 'unknown');
  if (unknown !== undefined) return unknown.doubt;
  if (deliveries.every(({came}) => came !== 'unanswered')) return null;
  const [{url} = {url: 'MCP'}] = lanes;
  return new CannotTell(
    `${url}: messages are accepted, and no reply comes on any stream: a hop holds the stream back, or none of them reaches the process that has the session`,
    'see mcp/handshake and sse/stream-holds for the stream alone, and ask straight at one instance (--connect-to)',
  );
}

/** A conversation that did not come so far as to send its messages. */
function tooFew(deliveries: readonly Delivery[], posts: number, lanes: readonly McpConversation[]): CannotTell | null {
  const sent = deliveries.filter(({step}) => step.purpose === 'ping' || step.purpose === 'list-tools').length;
  if (sent >= posts) return null;
  const [{url} = {url: 'MCP'}] = lanes;
  const [begun] = lanes.flatMap((lane) => (lane.transport === null ? (notBegun(lane) ?? []) : []));
  const why = begun?.findings.fault?.what ?? begun?.findings.doubt?.message ?? null;
  return new CannotTell(
    `${url}: only ${sent} of ${posts} messages were sent, as not every session could be begun${why === null ? '' : ` (${why})`}`,
    'see mcp/handshake, then run again',
    {transient: true},
  );
}

function arrivedIn(deliveries: readonly Delivery[]): number {
  return deliveries.filter(({came}) => came === 'arrived').length;
}

function keepsSessions({transport, steps}: McpConversation): boolean {
  if (transport !== 'streamable') return transport === 'http-sse';
  return steps.some(({answer}) => answer?.headers['mcp-session-id'] !== undefined);
}

function allArrived(deliveries: readonly Delivery[], lanes: readonly McpConversation[]): string {
  const [first] = lanes;
  const count = `${deliveries.length} messages on connections of their own`;
  if (first === undefined || lanes.some(keepsSessions)) {
    return `all ${count} reached their sessions (${lanes.length})`;
  }
  return `${spokenText(first)} keeps no session that could be missed, and all ${count} were answered`;
}

function oddsText(posts: number, lanes: readonly McpConversation[]): string | null {
  if (!lanes.some(keepsSessions)) return null;
  const addresses = new Set(
    lanes.flatMap(({steps}) => steps.flatMap(({connection}) => connection?.remoteAddress ?? [])),
  );
  const spread = addresses.size > 1 ? `; they went to ${addresses.size} addresses` : '';
  return `with a second home that takes every other message, that happens ${onceIn(posts)}${spread}`;
}

/** How often a coin shows the same side so many times. */
function onceIn(times: number): string {
  if (times > 40) return 'less than once in a trillion';
  return `once in ${new Intl.NumberFormat('en', {notation: 'compact', compactDisplay: 'long'}).format(2 ** times)}`;
}
