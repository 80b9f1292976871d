import {setImmediate as turn} from 'node:timers/promises';
import {expect} from 'chai';
import {CannotTell} from '../../../src/model/errors.ts';
import {createParserThread} from '../../../src/probes/repo/parser-thread.ts';

const SMALL = 'resource "aws_lb" "main" {\n  internal = true\n}\n';
const PARSED = {resource: {aws_lb: {main: [{internal: true}]}}};

const RULE = (index: number) => `resource "aws_lb_listener_rule" "r${index}" {
  priority     = ${index}
  listener_arn = aws_lb_listener.main.arn
  condition {
    path_pattern {
      values = ["/service-${index}/*", "/\${var.base}/*"]
    }
  }
}
`;
/** 80 KB. */
const LARGE = Array.from({length: 400}, (_, index) => RULE(index)).join('');
/** The parser is quadratic in the lines of a heredoc: this takes it many minutes. */
const ENDLESS = `x = <<EOT\n${'\n'.repeat(400_000)}`;
/** More than the stack of the thread, and valid so far. */
const DEEP = `x = ${'['.repeat(30_000)}`;

describe('the thread that parses', () => {
  const never = new AbortController().signal;
  let parser: ReturnType<typeof createParserThread>;
  beforeEach(() => {
    parser = createParserThread();
  });
  afterEach(() => parser.close());

  function parse(file: string, text: string, signal: AbortSignal) {
    return parser.parse({format: 'hcl', file, text}, signal);
  }

  async function thrownBy(promise: Promise<unknown>): Promise<unknown> {
    return promise.then(
      (value) => expect.fail(`gave ${JSON.stringify(value)}`),
      (thrown: unknown) => thrown,
    );
  }

  it('leaves the event loop to others while it parses', async () => {
    // The parser is compiled asynchronously on either thread, so that is done first.
    await parse('small.tf', SMALL, never);
    let parsing = true;
    const parsed = parse('large.tf', LARGE, never).finally(() => {
      parsing = false;
    });
    let turns = 0;
    while (parsing) {
      await turn();
      turns += 1;
    }
    expect(await parsed)
      .to.have.property('resource')
      .that.has.property('aws_lb_listener_rule')
      .that.has.property('r399');
    // On this thread it would be one or two; on another it is tens of thousands.
    expect(turns).to.be.greaterThan(100);
  });

  // Each of these ends a thread, and what it has compiled with it: as few as can be.
  it('ends in the middle of a file when the attempt is over, gives up at once what waits, and parses the next', async () => {
    await parse('small.tf', SMALL, never);
    const [first, second] = [new AbortController(), new AbortController()];
    const endless = thrownBy(parse('endless.tf', ENDLESS, first.signal));
    const waiting = thrownBy(parse('small.tf', SMALL, second.signal));
    const next = parse('small.tf', SMALL, never);
    await turn();
    second.abort('over');
    expect(await waiting).to.equal('over');
    first.abort('over');
    expect(await endless).to.equal('over');
    expect(await next).to.deep.equal(PARSED);
  });

  it('asks nothing when the attempt was over before', async () => {
    expect(await thrownBy(parse('small.tf', SMALL, AbortSignal.abort('over')))).to.equal('over');
  });

  it('cannot tell what breaks the parser, and parses the next file', async () => {
    const thrown = await thrownBy(parse('deep.tf', DEEP, never));
    expect(thrown).to.be.instanceOf(CannotTell);
    expect((thrown as CannotTell).message).to.match(/^deep\.tf: its parser stopped early \(.+\)$/);
    expect(await parse('small.tf', SMALL, never)).to.deep.equal(PARSED);
  });

  it('cannot tell when it is closed in the middle of a file', async () => {
    await parse('small.tf', SMALL, never);
    const endless = thrownBy(parse('endless.tf', ENDLESS, never));
    await turn();
    await parser.close();
    expect(await endless).to.be.instanceOf(CannotTell);
  });

  it('says what is wrong with a file, and where', async () => {
    const thrown = await thrownBy(parse('broken.tf', 'x =\n', never));
    expect(thrown).to.be.instanceOf(CannotTell);
    expect((thrown as CannotTell).message).to.match(/^broken\.tf:1,4-2,1: Invalid expression/);
  });
});
