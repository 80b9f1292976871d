import {plain} from '../beds.ts';
import {type RawStream, rawStream} from '../raw-stream.ts';
import {type ClientsGet, type ExpectedLook, HOLDS, WELL_FORMED, type WireRow} from '../row.ts';

function bytes(
  what: string,
  cases: readonly string[],
  stream: RawStream,
  looks: readonly ExpectedLook[],
  clients?: ClientsGet,
): WireRow {
  const start: WireRow['start'] = async (beds) => plain(await beds.raw(rawStream(stream)));
  return {what, cases, start, looks, ...(clients === undefined ? {} : {clients})};
}

const NOTHING = {get: 'nothing'} as const;
const NEVER_ENDED = [/empty line|blank line/i];

/** Streams whose bytes come as they should, and are no events. */
export const FRAMING_ROWS: readonly WireRow[] = [
  bytes(
    'pretty JSON after one data:, so that all lines but the first are lost',
    ['W6'],
    {repeat: 'data: {\n  "state": "fine",\n  "jobs": []\n}\n\n'},
    [
      {check: HOLDS, status: 'fail', says: [/not fields|no fields/], toDo: [/data:/]},
      {check: WELL_FORMED, status: 'fail', says: [/not fields|no fields/], toDo: [/data:/]},
    ],
    {get: 'events', first: '{'},
  ),
  {
    what: 'event: error with the error of the server, and then a proper end',
    cases: ['W7'],
    start: async (beds) =>
      plain(
        await beds.raw(
          rawStream({
            first: ['data: fine\n\n'],
            times: 1,
            repeat: 'event: error\ndata: {"error":"upstream model is overloaded"}\n\n',
            end: 'clean',
          }),
        ),
      ),
    looks: [
      {check: HOLDS, status: 'fail', says: [/upstream model is overloaded/]},
      {check: WELL_FORMED, status: 'fail', says: [/upstream model is overloaded/]},
    ],
  },
  bytes(
    'an HTML error page inside a stream that said 200',
    ['W7'],
    {
      first: ['data: fine\n\n'],
      times: 1,
      repeat: '<html><head><title>502 Bad Gateway</title></head><body>upstream is gone</body></html>\n',
      end: 'clean',
    },
    [
      {check: HOLDS, status: 'fail', says: [/502 Bad Gateway/]},
      {check: WELL_FORMED, status: 'fail', says: [/502 Bad Gateway/]},
    ],
  ),
  bytes(
    'a JSON error inside a stream that said 200',
    ['W7'],
    {first: ['data: fine\n\n'], times: 1, repeat: '{"detail":"Internal Server Error"}\n', end: 'clean'},
    [
      {check: HOLDS, status: 'fail', says: [/Internal Server Error/]},
      {check: WELL_FORMED, status: 'fail', says: [/Internal Server Error/]},
    ],
  ),
  bytes(
    'events are not ended by an empty line',
    ['W8'],
    {repeat: 'data: {"state":"fine"}\n'},
    [
      {
        check: HOLDS,
        status: 'fail',
        says: NEVER_ENDED,
        toDo: [/\\n\\n|empty line|blank line/],
        never: [/switch buffering off/i],
      },
      {check: WELL_FORMED, status: 'fail', says: NEVER_ENDED},
    ],
    NOTHING,
  ),
  bytes(
    'the ends of lines are sent as backslash and n',
    ['W8'],
    {repeat: 'data: {"state":"fine"}\\n\\n'},
    [
      {check: HOLDS, status: 'fail', says: NEVER_ENDED, never: [/switch buffering off/i]},
      {check: WELL_FORMED, status: 'fail', says: [/\\n/]},
    ],
    NOTHING,
  ),
  bytes(
    'JSON lines under the type of an event stream',
    ['W8'],
    {repeat: '{"state":"fine"}\n'},
    [
      {check: HOLDS, status: 'fail', never: [/switch buffering off/i]},
      {check: WELL_FORMED, status: 'fail', says: [/NDJSON/]},
    ],
    NOTHING,
  ),
  bytes(
    'bytes that are not UTF-8',
    [],
    {repeat: Buffer.from('data: gr\xfc\xdfe\n\n', 'latin1')},
    [{check: WELL_FORMED, status: 'fail', says: [/UTF-8/]}],
    {get: 'events', first: 'gr\uFFFD\uFFFDe'},
  ),
];
