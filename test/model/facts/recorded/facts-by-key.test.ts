import {globSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {expect} from 'chai';
import {HEALTHY, recordingOf} from '../../../../src/lab/aws-world.ts';
import {RECORDED_AT} from '../../../../src/lab/worlds/names.ts';
import {recordedFactSchema} from '../../../../src/model/facts/recorded/facts-by-key.ts';
import type {Connection} from '../../../../src/model/facts/wire/connection.ts';
import {EMPTY_TIMELINE} from '../../../../src/model/facts/wire/timeline.ts';
import {packedTimeline} from '../../../../src/probes/packed-timeline.ts';
import {damaged, membersOf, shownPath, WRONG_VALUES} from '../../../support/damage.ts';
import {conversation, mcpError, mcpMessage, mcpStep, RESULT} from '../../../support/mcp-facts.ts';
import {handshake, leaf} from '../../../support/tls-facts.ts';
import {webSocketSeen} from '../../../support/websocket-facts.ts';
import {FRAMING, PLAIN} from '../../../support/wire-facts.ts';

const CONNECTION = {
  remoteAddress: '10.0.0.1',
  protocol: 'http/1.1',
  tls: {protocol: 'TLSv1.3', alpnOffered: ['http/1.1'], alpn: null},
  connectedTo: null,
  phases: {lookupAtMs: null, connectAtMs: 1, tlsAtMs: 2, sentAtMs: 2},
};
const OBSERVER = {gaps: [{fromMs: 1, toMs: 2}], awayMs: 1, suspendedMs: 0};
const ANSWER = {
  status: 200,
  headers: {server: 'x'},
  headersAtMs: 3,
  coding: PLAIN,
  end: 'complete',
  endCode: null,
  endAtMs: 9,
};

const STREAM = {
  url: 'https://a.example/',
  connection: CONNECTION,
  refusal: null,
  answer: {
    ...ANSWER,
    firstByteAtMs: 4,
    firstEventAtMs: 5,
    lastByteAtMs: 6,
    bytes: 7,
    events: 1,
    comments: 0,
    framing: FRAMING,
    timeline: packedTimeline(EMPTY_TIMELINE),
    longestSilenceMs: 1,
    silenceAtLeastMs: 1,
    silenceAtMostMs: 1,
    lines: [{atMs: 5, kind: 'event', type: 'message', id: null, text: 'x'}],
    sniff: null,
    endMessage: '',
  },
  observer: OBSERVER,
};

/** One of each kind that the lab does not record. */
const OTHERS = {
  'wire:GET:https://a.example/:1': {
    url: 'https://a.example/',
    connection: CONNECTION,
    refusal: null,
    answer: {...ANSWER, body: 'ok', bodyBytes: 2, bodyIsUtf8: true},
    observer: OBSERVER,
  },
  'wire:control:https://a.example/:1': {
    url: 'https://a.example/',
    connection: CONNECTION,
    refusal: {kind: 'refused', message: 'no', code: 'ECONNREFUSED'},
    answer: null,
    observer: OBSERVER,
  },
  'wire:stream:https://a.example/:1': STREAM,
  'wire:resume:https://a.example/:1': {
    url: 'https://a.example/',
    connections: [{askedAtMs: 0, lastEventId: 'a', observation: STREAM, ids: ['b', null], lastId: 'b'}],
    gaveUp: 'why',
  },
  'wire:dns-authority:a.example A:192.0.2.53#53': {
    server: {address: '192.0.2.53', port: 53, name: 'ns1.a.example', role: 'authority', isSystem: false},
    name: 'a.example',
    type: 'A',
    at: '2026-11-22T12:00:00.000Z',
    answer: {
      over: 'tcp',
      rcode: 'NOERROR',
      isAuthoritative: true,
      isTruncated: false,
      offersRecursion: false,
      isAuthentic: false,
      answers: [{name: 'a.example', type: 'A', ttlSeconds: 60, value: '192.0.2.10'}],
      authorities: [],
      additionals: [],
      soa: {zone: 'example', serial: 1, negativeTtlSeconds: 900},
      edns: {udpBytes: 1232, errors: [{code: 6, text: 'bogus'}]},
    },
    problem: {kind: 'silent', message: 'nothing came'},
    strays: 1,
    earlier: [],
  },
  'wire:dns-resolvers:system': {
    servers: [{address: '192.0.2.53', port: 53, name: null, role: 'resolver', isSystem: true}],
    roots: [{address: '192.0.2.54', port: 53, name: 'root', role: 'authority', isSystem: false}],
  },
  'wire:mcp:https://a.example/:1': conversation({
    steps: [
      mcpStep({
        connection: CONNECTION as Connection,
        answer: {
          endpoint: {at: {atMs: 1, earliestMs: 1}, data: '/m', url: 'https://a.example/m'},
          messages: [mcpError(-1, 'no'), mcpMessage({result: {...RESULT, tools: [{name: 'a', digest: 'b'}]}})],
        },
        reply: mcpMessage({method: 'ping', result: {...RESULT, tools: [{name: 'a', digest: 'b'}]}}),
        progress: [{atMs: 1, earliestMs: 1}],
        waited: {forMs: 1, observer: OBSERVER},
        observer: OBSERVER,
      }),
      mcpStep({answer: null, refusal: {kind: 'closed', code: 'ECONNRESET', message: 'reset'}}),
      mcpStep({answer: null, silence: {kind: 'no-answer', phase: 'connect', message: 'nothing'}}),
      mcpStep({answer: null, silence: {kind: 'unknown', message: 'slow', fix: 'wait', transient: true}}),
    ],
  }),
  'wire:tls:https://mcp.example.com:443/:1': handshake({
    ...{place: 'mcp.example.com:443', refusal: {kind: 'alert', code: 'handshake_failure', message: 'ended'}},
    ...{connectedTo: '192.0.2.1:443', chain: [leaf({issuerUrl: 'http://ca.example/1.cer'})]},
  }),
  'wire:websocket:wss://a.example/:1': webSocketSeen({}),
  'wire:addresses:mcp.example.com:443': {host: 'mcp.example.com', addresses: ['192.0.2.1']},
  'repo:file:README.md': {path: 'README.md', text: '# A'},
  'repo:markdown:README.md': {
    path: 'README.md',
    headings: [{level: 1, text: 'A', markdown: 'A', line: 1}],
    comments: [{start: 5, end: 17}],
  },
  'repo:terraform:*.tf': {
    modules: [
      {
        folder: '.',
        files: [
          {
            ...{file: 'a.tf', isNamed: true, problem: null},
            resources: [{type: 'aws_lb', name: 'a', body: {}}],
            calls: [{name: 'm', body: {}, folder: 'm', why: null}],
            variables: [{name: 'v', body: {}}],
            locals: [{name: '', body: {}}],
          },
        ],
      },
    ],
  },
  'repo:plan:aws_lb:plan.json': {
    ...{
      path: 'plan.json',
      kind: 'plan',
      terraformVersion: '1.11.4',
      timestamp: '2026-11-29T14:46:13Z',
      types: ['aws_lb'],
    },
    resources: [{type: 'aws_lb', name: 'a', address: 'aws_lb.a', actions: ['create'], body: {}}],
  },
  'repo:variable:v:.': {file: 'terraform.tfvars', setTo: 1},
};

/** Members that a recording may lack. */
const OPTIONAL: readonly string[] = ['serial'];
/** Any JSON will do. */
const FREE = ['setTo'];

describe('a recorded fact', () => {
  const facts: [string, unknown][] = [
    ...Object.entries(recordingOf(HEALTHY, RECORDED_AT).facts).flatMap(([key, fact]): [string, unknown][] =>
      'value' in fact ? [[key, fact.value]] : [],
    ),
    ...Object.entries(OTHERS),
  ];

  for (const [key, value] of facts) {
    it(`is what it was, or refused: ${key}`, () => {
      const schema = recordedFactSchema(key);
      expect(schema?.safeParse(value).error, 'as it was').to.equal(undefined);
      for (const path of [[], ...membersOf(value)]) {
        const original = path.reduce<unknown>(
          (found, step) => (found as Record<string | number, unknown>)[step],
          value,
        );
        for (const wrong of WRONG_VALUES) {
          const where = `${shownPath(path)} = ${JSON.stringify(wrong)}`;
          const accepted = schema?.safeParse(damaged(value, path, wrong)).success;
          if (accepted) expect(mayBe(wrong, original, path, value), where).to.equal(true);
        }
      }
    });
  }

  it('of the wire has a schema of its own, unless it is an answer to a request', () => {
    const folder = path.join(import.meta.dirname, '../../../../src/probes/wire');
    const sources = globSync('**/*.ts', {cwd: folder}).map((file) => readFileSync(path.join(folder, file), 'utf8'));
    const kinds = sources.flatMap((source) =>
      [...source.matchAll(/keyOf\('([\w-]+)'|held\(context, \{kind: '([\w-]+)'/g)].map(
        ([, one, other]) => one ?? other,
      ),
    );
    expect(kinds).to.include.members(['tls', 'mcp', 'stream', 'websocket', 'control']);
    const without = kinds.filter((kind) => recordedFactSchema(`wire:${kind}:1`) === recordedFactSchema('wire:GET:1'));
    expect(without).to.deep.equal(['control']);
  });

  it('of a kind that no version asks for is left alone', () => {
    expect(recordedFactSchema('aws:platform:eu-central-1:somethingNew')).to.equal(null);
    expect(recordedFactSchema('aws:platform:eu-central-1:constructor')).to.equal(null);
  });
});

function mayBe(wrong: unknown, original: unknown, path: readonly (string | number)[], value: unknown): boolean {
  const shown = shownPath(path);
  if (FREE.some((free) => shown.startsWith(free))) return wrong !== undefined;
  if (wrong === undefined) return typeof path.at(-1) === 'number' || OPTIONAL.includes(shown) || isByName(path, value);
  // Which members may be null is for the types of the facts to say.
  if (wrong === null) return true;
  return kindOf(wrong) === kindOf(original) || (original === null && typeof wrong !== 'object');
}

/** A member of an object whose names are not ours: headers, variables, attributes. */
function isByName(path: readonly (string | number)[], value: unknown): boolean {
  const around = path
    .slice(0, -1)
    .reduce<unknown>((found, step) => (found as Record<string | number, unknown>)[step], value);
  const names = new Set(['headers', 'variables', 'dimensions', 'requestParameters', 'requestTemplates', 'overrides']);
  return (
    names.has(String(path.at(-2))) ||
    (path.length === 1 && Object.values(around as object).every((one) => typeof one === 'string'))
  );
}

function kindOf(value: unknown): string {
  return value === null ? 'null' : Array.isArray(value) ? 'list' : typeof value;
}
