import {Flags} from '@oclif/core';
import {MCP_REVISIONS} from '../../model/facts/wire/mcp.ts';
import {awsFlags, durationFlag, lenderFlags, outputFlags, severalFlag} from '../run/run-flags.ts';
import type {ValuesOf} from '../shared-flags.ts';

/** What a stream has to show before its time is over. */
const STREAM_EXPECTATIONS = ['event', 'byte', 'headers'];

/** What the operator commands can be given about AWS; each takes some of these. */
const named = {
  alb: Flags.string({summary: 'the load balancer (default: the one in DNS)', helpValue: 'NAME[:PORT]'}),
  zone: Flags.string({summary: 'the hosted zone (default: the one that answers)', helpValue: 'NAME|ID'}),
  'name-server': severalFlag({
    summary: 'one that the zone above names for it (`dig +trace NS`), where that is not read',
    helpValue: 'NAME',
  }),
  'target-group': Flags.string({
    summary: 'where the URL has to lead (default: where the rules lead it)',
    helpValue: 'NAME|ARN',
  }),
};

/** curl's, which every command takes. Those that make no connection use `--resolve` only. */
const resolveFlag = (summary: string) =>
  severalFlag({summary, helpValue: 'HOST:PORT:ADDR', helpGroup: 'WHERE', exclusive: ['lab', 'replay']});

const curl = {
  resolve: resolveFlag('its address, in place of what DNS says'),
  'connect-to': severalFlag({
    summary: "as curl's",
    helpValue: 'HOST:PORT:HOST:PORT',
    helpGroup: 'WHERE',
    exclusive: ['lab', 'replay'],
  }),
  'ca-file': Flags.string({
    summary: 'trust these CAs, too (PEM)',
    helpValue: 'FILE',
    helpGroup: 'WHERE',
    exclusive: ['lab', 'replay'],
  }),
  'dns-server': severalFlag({
    summary: 'ask this DNS server, not the usual ones',
    helpValue: 'ADDR[:PORT]',
    helpGroup: 'WHERE',
    exclusive: ['lab', 'replay'],
  }),
};

const request = {
  header: severalFlag({summary: 'one of its headers', helpValue: "'NAME: VALUE'"}),
  'header-from-env': severalFlag({summary: 'one, its value from a variable', helpValue: 'NAME=VARIABLE'}),
};

const shared = {
  timeout: durationFlag({summary: 'budget of each check (default 20s)', helpGroup: 'WHERE'}),
  ...lenderFlags,
  ...awsFlags,
  ...curl,
  ...outputFlags,
};

/** Of commands that ask AWS and look at the wire, too: either alone. */
const halves = {
  aws: Flags.boolean({summary: 'only what AWS says', helpGroup: 'WHERE', exclusive: ['wire']}),
  wire: Flags.boolean({summary: 'only what clients see: asks AWS nothing', helpGroup: 'WHERE', exclusive: ['aws']}),
};

/** Of commands about a host name. */
const hostFlags = {alb: named.alb, zone: named.zone, 'name-server': named['name-server'], ...shared};

/** Of `dns`. */
export const dnsFlags = {...hostFlags, ...halves};

/** Of `cert`. */
export const certFlags = {...hostFlags, ...halves, resolve: resolveFlag("as curl's")};

export const albFlags = {alb: named.alb, 'target-group': named['target-group'], ...shared};

export const ecsFlags = {
  alb: {...named.alb, summary: 'the load balancer in front'},
  'target-group': {...named['target-group'], summary: 'the target group in front'},
  ...shared,
};

/** Of `sse`: the request, how long it is held and what has to come, and where its facts go. */
export const sseFlags = {
  hold: Flags.string({
    summary: 'how long it has to stay open (default: past the idle timeout, else 67s)',
    helpValue: 'past-idle|DURATION',
  }),
  expect: Flags.string({
    summary: 'what has to come: event, byte or headers (default: event)',
    helpValue: 'WHAT',
    options: STREAM_EXPECTATIONS,
  }),
  ...request,
  http1: Flags.boolean({summary: 'over HTTP/1.1 (default: what the server offers)'}),
  http2: Flags.boolean({summary: 'over HTTP/2'}),
  'each-address': Flags.boolean({
    summary: 'each address of its name on its own',
    exclusive: ['compare', 'resolve', 'connect-to'],
  }),
  compare: Flags.string({summary: 'look at this one, too, and say what differs', helpValue: 'URL'}),
  alb: {...named.alb, summary: 'the load balancer in front (default: the one in DNS)'},
  ...shared,
  resolve: resolveFlag("as curl's"),
  save: Flags.string({summary: 'write what came when, as JSON lines', helpValue: 'FILE', helpGroup: 'OUTPUT'}),
};

/** Of `mcp`: what is spoken, and below which prefix. */
export const mcpFlags = {
  era: Flags.string({
    summary: 'revision to speak (default: the newest)',
    helpValue: 'REVISION',
    options: [...MCP_REVISIONS],
  }),
  'base-path': Flags.string({summary: 'the prefix that its paths keep', helpValue: 'PATH'}),
  ...request,
  ...shared,
  resolve: resolveFlag("as curl's"),
};

export type DnsFlags = ValuesOf<typeof dnsFlags>;
export type CertFlags = ValuesOf<typeof certFlags>;
export type OperatorFlags = ValuesOf<typeof named & typeof shared>;
export type McpFlags = ValuesOf<typeof mcpFlags>;
export type SseFlags = ValuesOf<typeof sseFlags>;
