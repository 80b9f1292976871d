import {expect} from 'chai';
import {createBatch, type FetchMany} from '../../../src/probes/aws/batch.ts';

describe('batch', () => {
  const {signal} = new AbortController();

  it('asks once for what is wanted in one turn, in chunks, each id once', async () => {
    const asked: (readonly string[])[] = [];
    const batch = createBatch<string>(2, async (ids) => {
      asked.push(ids);
      return new Map(ids.map((id) => [id, id.toUpperCase()]));
    });
    expect(await Promise.all(['a', 'a', 'b'].map((id) => batch(id, signal)))).to.deep.equal(['A', 'A', 'B']);
    expect(await batch('c', signal)).to.equal('C');
    expect(asked).to.deep.equal([['a'], ['b'], ['c']]);
  });

  it('gives nothing for an id that the answer lacks, and the failure to all who asked', async () => {
    const none = createBatch<string>(10, async () => new Map([['a', 'A']]));
    expect(await Promise.all([none('a', signal), none('b', signal)])).to.deep.equal(['A', undefined]);
    const failing = createBatch<string>(10, async () => {
      throw new Error('denied');
    });
    const outcomes = await Promise.allSettled([failing('a', signal), failing('b', signal)]);
    expect(outcomes.map(({status}) => status)).to.deep.equal(['rejected', 'rejected']);
  });

  it('aborts the call when all who asked have gone, and not before', async () => {
    const started = Promise.withResolvers<AbortSignal>();
    const fetchMany: FetchMany<string> = (_ids, aborted) => {
      started.resolve(aborted);
      return new Promise((_resolve, reject) => aborted.addEventListener('abort', () => reject(aborted.reason)));
    };
    const batch = createBatch(10, fetchMany);
    const controllers = [new AbortController(), new AbortController()];
    const asked = controllers.map((controller, i) => batch(String(i), controller.signal));
    const aborted = await started.promise;
    controllers[0]?.abort();
    expect(aborted.aborted).to.equal(false);
    controllers[1]?.abort();
    expect(aborted.aborted).to.equal(true);
    expect((await Promise.allSettled(asked)).map(({status}) => status)).to.deep.equal(['rejected', 'rejected']);
  });
});
