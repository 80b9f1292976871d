import {plain, secure} from '../beds.ts';
import {type RawStream, rawStream} from '../raw-stream.ts';
import {type ExpectedLook, HOLDS, type WireRow} from '../row.ts';

const EVENT = 'data: {"state":"fine"}\n\n';

function life(what: string, cases: readonly string[], stream: RawStream, looks: readonly ExpectedLook[]): WireRow {
  return {what, cases, start: async (beds) => plain(await beds.raw(rawStream(stream))), looks};
}

/** How streams go on, stop and end. */
export const LIFE_ROWS: readonly WireRow[] = [
  life(
    'a heartbeat every 300 ms, and then the server hangs',
    ['W3'],
    {first: [EVENT], repeat: ': ping\n\n', forMs: 3000},
    [{check: HOLDS, status: 'fail', with: {holdFor: '9s'}, says: [/spoke every .* and stopped/], never: [/ended/i]}],
  ),
  life('one event, and then nothing, without an end', ['W3'], {first: [EVENT]}, [
    {check: HOLDS, status: 'error', with: {holdFor: '3s'}, says: [/as far as this side can see/]},
  ]),
  life('a head, and then nothing, where headers are all that is expected', [], {}, [
    {check: HOLDS, status: 'pass', with: {holdFor: '3s', expect: 'headers'}},
  ]),
  life(
    'ten events at a time, every two seconds',
    ['W10'],
    {everyMs: 2000, first: [EVENT.repeat(10)], repeat: EVENT.repeat(10)},
    [{check: HOLDS, status: 'pass', with: {holdFor: '9s'}, says: [/bursts/]}],
  ),
  life('the server closes the connection with data flowing', [], {repeat: EVENT, times: 10, end: 'fin'}, [
    {check: HOLDS, status: 'fail', says: [/no idle timer ended it/, /broken off/], never: [/heartbeat/i]},
  ]),
  life('the server resets the connection with data flowing', [], {repeat: EVENT, times: 10, end: 'reset'}, [
    {check: HOLDS, status: 'fail', says: [/no idle timer ended it/, /reset/], never: [/heartbeat/i]},
  ]),
  life('the server ends the stream properly while data flows', ['W17'], {repeat: EVENT, times: 10, end: 'clean'}, [
    {check: HOLDS, status: 'fail', says: [/ended properly|properly ended|proper end/i]},
  ]),
  {
    what: 'no head for as long as one waits',
    cases: ['W15'],
    start: async (beds) => plain(await beds.raw(() => {})),
    clients: {get: 'nothing'},
    looks: [
      {
        check: HOLDS,
        status: 'fail',
        with: {headersWithin: '2s'},
        says: [/no response headers/, /same address/],
        toDo: [/headers at once/],
      },
    ],
  },
  {
    what: 'Transfer-Encoding over HTTP/2, which forbids it: curl, Node.js and browsers refuse it',
    cases: ['W11'],
    start: async (beds) => secure(await beds.serveTls(), '/events?cadence=300ms&fault=h2-forbidden=transfer-encoding'),
    clients: {get: 'nothing'},
    looks: [{check: HOLDS, status: 'fail', says: [/HTTP\/2/, /transfer-encoding/i], toDo: [/transfer-encoding/i]}],
  },
  {
    what: 'Connection over HTTP/2, which forbids it: curl and Node.js refuse it, Chromium does not',
    cases: ['W11'],
    start: async (beds) => secure(await beds.serveTls(), '/events?cadence=300ms&fault=h2-forbidden=connection'),
    clients: {get: 'events'},
    looks: [{check: HOLDS, status: 'fail', says: [/HTTP\/2/, /connection/i], toDo: [/Connection/i]}],
  },
  {
    what: 'Transfer-Encoding twice, directly',
    cases: ['W12'],
    start: async (beds) => plain(await beds.raw(rawStream({headers: ['Transfer-Encoding: chunked'], repeat: EVENT}))),
    clients: {get: 'events'},
    looks: [{check: HOLDS, status: 'fail', says: [/Transfer-Encoding/i], toDo: [/Transfer-Encoding/]}],
  },
];
