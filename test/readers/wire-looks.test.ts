import {expect} from 'chai';
import {CannotTell, NoAnswer} from '../../src/model/errors.ts';
import type {StreamRequest} from '../../src/model/facts/wire/stream.ts';
import {streamLooks} from '../../src/readers/wire-looks.ts';
import {observed, STREAM_URL, sseProbe} from '../support/wire-facts.ts';

const REQUEST = {url: STREAM_URL, headers: {}, headersWithinMs: 1000, holdForMs: 1000};

describe('looks at one stream', () => {
  const asked: StreamRequest[] = [];
  const sse = (answer: (request: StreamRequest) => ReturnType<typeof observed> = () => observed({})) => {
    asked.length = 0;
    return sseProbe(
      async (request) => {
        asked.push(request);
        return answer(request);
      },
      ['h2', 'http/1.1'],
    );
  };
  const made = () => asked.map(({protocol, coding}) => `${protocol} ${coding}`);

  it('are made in each protocol that the server offers and with each coding', async () => {
    await streamLooks(REQUEST, {}, sse());
    expect(made()).to.deep.equal(['h2 identity', 'h2 browser', 'http/1.1 identity', 'http/1.1 browser']);
    await streamLooks(REQUEST, {protocols: ['http/1.1'], codings: ['browser']}, sse());
    expect(made()).to.deep.equal(['http/1.1 browser']);
  });

  it('are one where the request carries a session, which has one stream', async () => {
    const inSession = {...REQUEST, headers: {'MCP-Session-Id': 'a'}};
    await streamLooks(inSession, {}, sse());
    expect(made()).to.deep.equal(['agreed identity']);
    await streamLooks(inSession, {protocols: ['h2'], codings: ['browser']}, sse());
    expect(made()).to.deep.equal(['h2 browser']);
  });

  it('that were answered are given beside why another was not', async () => {
    const silent = new NoAnswer(STREAM_URL, 'headers', 'nothing came');
    const {looks, unseen} = await streamLooks(
      REQUEST,
      {protocols: ['h2', 'http/1.1'], codings: ['identity']},
      sse(({protocol}) => {
        if (protocol === 'h2') throw silent;
        return observed({});
      }),
    );
    expect(looks.map(({protocol}) => protocol)).to.deep.equal(['http/1.1']);
    expect(unseen).to.equal(silent);
  });

  it('of which none was answered are as the first, and a bug is one', async () => {
    for (const thrown of [new CannotTell('no', 'x'), new TypeError('a bug')]) {
      const failed = await streamLooks(
        REQUEST,
        {},
        sse(() => {
          throw thrown;
        }),
      ).catch((error: unknown) => error);
      expect(failed).to.equal(thrown);
    }
  });
});
