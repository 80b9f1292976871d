import {expect} from 'chai';
import {resumes} from '../../../src/checks/sse/resumes.ts';
import {CannotTell, NoAnswer} from '../../../src/model/errors.ts';
import {NEVER_AWAY, type Observer} from '../../../src/model/facts/observer.ts';
import type {ResumedConnection, ResumeRequest, Resumption} from '../../../src/model/facts/wire/resumption.ts';
import type {StreamAnswer} from '../../../src/model/facts/wire/stream.ts';
import {FRAMING, observed, resumeProbe, STREAM_URL, streamRefused, worldOf} from '../../support/wire-facts.ts';

function connection(
  ids: readonly (string | null)[],
  lastEventId: string | null = null,
  answer: Partial<StreamAnswer> = {},
  observer: Observer = NEVER_AWAY,
): ResumedConnection {
  return {
    askedAtMs: lastEventId === null ? 0 : 4000,
    lastEventId,
    observation: {...observed({events: ids.length, headersAtMs: 20, endAtMs: 1000, ...answer}), observer},
    ids,
    lastId: ids.findLast((id) => id !== null) ?? '',
  };
}

function judge(connections: readonly ResumedConnection[], gaveUp: string | null = null) {
  const resumption: Resumption = {url: STREAM_URL, connections, gaveUp};
  const sse = resumeProbe(async () => resumption);
  return resumes.run(resumes.params.parse({url: STREAM_URL}), worldOf({sse}));
}

const messageOf = (judged: Promise<unknown>) =>
  judged.then(
    () => 'a verdict',
    (error: unknown) => (error instanceof CannotTell ? error.message : error),
  );

const CUT = connection(['a.1', 'a.2', 'a.3']);
const backWith = (...ids: (string | null)[]) => judge([CUT, connection(ids, 'a.3')]);

describe('sse/resumes', () => {
  it('passes where a client goes on with the next event', async () => {
    const verdict = await backWith('a.4', 'a.5', 'a.6');
    expect(verdict.status).to.equal('pass');
    expect(verdict.summary).to.equal(
      `${STREAM_URL}: cut by us, its client came back and went on after Last-Event-ID: nothing missed, nothing twice`,
    );
    expect(JSON.stringify(verdict.evidence)).to.include('after 3 s with Last-Event-ID a.3, and went on with a.4');
    const tens = connection(['10', null, '20', '30'], null);
    expect((await judge([tens, connection(['40'], '30')])).status).to.equal('pass');
  });

  const wrong: readonly (readonly [string, readonly string[], RegExp, RegExp])[] = [
    ['one that was missed', ['a.5'], /leaves 1 event out after Last-Event-ID a\.3: it goes on with a\.5/, /keep what/],
    ['one twice later', ['a.4', 'a.5', 'a.5'], /sends 1 event again .*a\.5 first/, /reaches the server/],
    ['the last one again', ['a.3', 'a.4'], /sends a\.3 again .*the client has it already/, /not with that one/],
    ['all of it again', ['a.1', 'a.2'], /sends 2 events again .*a\.1 first/, /reaches the server/],
    ['a series of its own', ['b.1'], /begins anew after Last-Event-ID a\.3, with b\.1/, /reaches the server/],
    ['an earlier one', ['a.0'], /goes back to a\.0/, /reaches the server/],
  ];
  for (const [name, ids, says, advice] of wrong) {
    it(`fails on ${name}, with advice of its own`, async () => {
      const verdict = await backWith(...ids);
      expect(verdict.status).to.equal('fail');
      expect(verdict.summary).to.match(says);
      expect(verdict.fix).to.match(advice);
    });
  }

  it('fails where nothing has an id, before the cut or after', async () => {
    const bare = await judge([connection([null, null, null])]);
    expect(bare.status).to.equal('fail');
    expect(bare.summary).to.include('cannot be resumed: its 3 events had no id');
    expect((await backWith(null, null)).summary).to.include('goes on without ids');
  });

  it('fails where the client that comes back is not served', async () => {
    const gone = await judge([CUT, connection([], 'a.3', {status: 204})], 'no more');
    expect(gone.summary).to.match(/to the client that comes back: answers 204/);
    const refusal = {kind: 'refused', code: 'ECONNREFUSED', message: 'the connection was refused'} as const;
    const refused = {...connection([], 'a.3'), observation: streamRefused(refusal)};
    expect((await judge([CUT, refused])).summary).to.include(
      'to the client that comes back: the connection was refused',
    );
    expect((await judge([CUT], 'no response headers came')).summary).to.include(
      'does not answer the client that comes back',
    );
  });

  it('fails on what is no event stream to begin with', async () => {
    expect((await judge([connection([], null, {status: 503})])).summary).to.match(/^https:\S+: answers 503/);
  });

  it('cannot tell from ids that do not count', async () => {
    for (const ids of [['x', 'y', 'z'], ['1', '2', '4'], ['1732-0', '1733-0', '1734-0'], ['7']]) {
      expect(await messageOf(judge([connection(ids), connection(['w'], ids.at(-1) ?? '')]))).to.include(
        'do not count by equal steps',
      );
    }
    const again = await judge([connection(['x', 'y', 'z']), connection(['x', 'y'], 'z')]);
    expect(again.status).to.equal('fail');
  });

  it('cannot tell from ids that leave numbers out where nothing was cut, as they may count more than this stream', async () => {
    for (const after of [
      ['a.4', 'a.6'],
      ['a.5', 'a.8', 'a.9'],
    ]) {
      expect(await messageOf(backWith(...after)), String(after)).to.include('do not count by equal steps');
    }
  });

  it('cannot tell without events, and says when that may be our own', async () => {
    const silent = {events: 0, endAtMs: 30_020};
    expect(await messageOf(judge([connection([], null, silent)]))).to.include('nothing to resume after');
    expect(await messageOf(judge([CUT, connection([], 'a.3', silent)]))).to.include('no event came within 30 s');
    const away = {...NEVER_AWAY, awayMs: 1000, gaps: [{fromMs: 100, toMs: 1100}]};
    expect(await messageOf(judge([connection([], null, silent, away)]))).to.include('not scheduled for 1 s');
    expect(await messageOf(judge([CUT, connection([], 'a.3', silent, away)]))).to.include('not scheduled for 1 s');
  });

  it('cannot tell where the server lets its clients wait for longer than is waited for, to the boundary', async () => {
    const asking = (retryMs: number) => connection(['1', '2', '3'], null, {framing: {...FRAMING, retryMs}});
    expect(await messageOf(judge([asking(60_001)]))).to.include('which was not waited for');
    expect(await messageOf(judge([asking(60_000)]))).to.include('our own client did not come back');
  });

  it('asks with what is given, and lets a time-out through', async () => {
    const requests: ResumeRequest[] = [];
    const sse = resumeProbe(async (request) => {
      requests.push(request);
      throw new NoAnswer(STREAM_URL, 'headers', 'nothing came');
    });
    const params = resumes.params.parse({url: STREAM_URL, cutAfter: 5, eventsWithin: '1m', codings: ['identity']});
    const thrown = await resumes.run(params, worldOf({sse})).catch((error: unknown) => error);
    expect(thrown).to.be.instanceOf(NoAnswer);
    expect(requests).to.deep.equal([
      {
        ...{url: STREAM_URL, headers: {}, headersWithinMs: 15_000, retryAtMostMs: 60_000},
        ...{events: 5, eventsWithinMs: 60_000, protocol: 'http/1.1', coding: 'identity'},
      },
    ]);
    expect(resumes.params.safeParse({url: STREAM_URL, cutAfter: 1}).success).to.equal(false);
  });
});
