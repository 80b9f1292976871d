import {expect} from 'chai';
import {createParserThread} from '../../../src/probes/repo/parser-thread.ts';
import {keepWorker, takeWorker} from '../../../src/probes/repo/parser-workers.ts';

describe('the workers that parse', () => {
  const {signal} = new AbortController();
  const parse = (parser: ReturnType<typeof createParserThread>, text = '# x\n') =>
    parser.parse({format: 'markdown', file: 'x.md', text}, signal);

  /** The worker that the next one to parse would take, which it still may. */
  const next = () => {
    const worker = takeWorker();
    keepWorker(worker);
    return worker;
  };

  it('are kept for the next one, and never given to two', async () => {
    const expected = next();
    const [first, second] = [createParserThread(), createParserThread()];
    await parse(first);
    await parse(second);
    const other = next();
    expect(other).not.to.equal(expected);
    await other.terminate();
    await first.close();
    expect(next()).to.equal(expected);
    await second.close();
  });

  it('are not kept when they ended, or took a large file', async () => {
    const ended = next();
    await ended.terminate();
    expect(next()).not.to.equal(ended);
    const large = next();
    const parser = createParserThread();
    await parse(parser, 'x'.repeat(100_001));
    await parser.close();
    expect(large.threadId).to.equal(-1);
    expect(next()).not.to.equal(large);
  });
});
