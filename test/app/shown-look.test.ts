import {expect} from 'chai';
import {runShown} from '../../src/app/shown-look.ts';
import {AwsRefusal, CannotTell, NoAnswer} from '../../src/model/errors.ts';
import type {World} from '../../src/model/facts/world.ts';
import {fail, pass, type Verdict} from '../../src/model/outcome.ts';
import {KnownSecrets} from '../../src/model/text/secrets/known-secrets.ts';
import {thrownBy} from '../support/thrown-by.ts';

interface Params {
  readonly wanted: string;
}
type Judge = (params: Params, said: string) => Verdict;

/** A check of what a URL says, for a secret. */
async function judged(judge: Judge, said: string, secret: string, wanted = 'nothing'): Promise<Verdict> {
  let asked = 0;
  const world = {
    http: {
      request: async () => {
        asked++;
        return {kind: 'refused', body: said};
      },
    },
  } as unknown as World;
  const run = async (params: Params, {http}: World) => {
    const answer = (await http.request({method: 'GET', url: params.wanted, headers: {}, withinMs: 1})) as unknown as {
      kind: string;
      body: string;
    };
    if (answer.kind !== 'refused') throw new Error('a word of ours was changed');
    return judge(params, answer.body);
  };
  const verdict = await runShown(run as never, {wanted}, world, new KnownSecrets([secret]));
  expect(asked, 'the world is asked once').to.equal(1);
  return verdict;
}

const says: Judge = ({wanted}, said) => {
  const judged = {
    place: 'the page fails',
    expected: wanted,
    evidence: [{what: 'fail', value: {fail: said}, source: 'x'}],
  };
  return said.includes(wanted)
    ? pass({...judged, actual: `it says ${said}, which must not fail`})
    : fail({...judged, actual: `it says "${said.slice(0, 12)}", a fail`, fix: 'do not fail'});
};

describe('what a check says, without secrets', () => {
  it('keeps its own words, though a secret is spelled like one of them', async () => {
    const verdict = await judged(says, 'to Fail', 'fail');
    expect(verdict).to.deep.equal({
      status: 'fail',
      summary: 'the page fails: it says "to [redacted]", a fail, not nothing',
      expected: 'nothing',
      actual: 'it says "to [redacted]", a fail',
      evidence: [{what: 'fail', value: {fail: 'to [redacted]'}, source: 'x'}],
      fix: 'do not fail',
    });
  });

  it('is the verdict on what was found', async () => {
    const verdict = await judged(says, 'all is healthy here', 'healthy', 'is healthy');
    expect(verdict).to.include({
      status: 'pass',
      expected: 'is [redacted]',
      summary: 'the page fails: it says all is [redacted] here, which must not fail',
    });
  });

  it('does not show what a cut has left of a secret', async () => {
    const verdict = await judged(says, 'a hunter2hunter2', 'hunter2hunter2');
    expect(verdict.actual).to.equal('it says "a [redacted]", a fail');
  });

  it('shows no secret in a number', async () => {
    const numbers: Judge = (_, said) =>
      fail({
        place: 'it',
        actual: 'is',
        expected: 'not',
        fix: '',
        evidence: [{what: 'pin', value: [JSON.parse(said), 7], source: ''}],
      });
    expect((await judged(numbers, '90210077', '90210077')).evidence[0]?.value).to.deep.equal(['[redacted]', 7]);
  });

  it('takes every secret out where what is its own cannot be known', async () => {
    const strict: Judge = (params, said) => {
      if (said !== 'to fail') throw new Error('told apart');
      return says(params, said);
    };
    const verdict = await judged(strict, 'to fail', 'fail');
    expect(verdict).to.include({status: 'fail', fix: 'do not [redacted]'});
    expect(JSON.stringify(verdict.evidence)).to.equal(
      '[{"what":"[redacted]","value":{"[redacted]":"to [redacted]"},"source":"x"}]',
    );
  });

  it('takes a secret of marks alone out wherever it is', async () => {
    expect((await judged(says, 'a ?!?! b', '?!?!')).actual).to.equal('it says "a [redacted] b", a fail');
  });

  it('is the same for what is thrown', async () => {
    const thrown = async (error: (said: string) => Error) =>
      thrownBy(
        judged(
          (_, said) => {
            throw error(said);
          },
          'hunter2',
          'hunter2',
        ),
        Error,
      );
    const unknown = await thrown((said) => new CannotTell(`not ${said}`, `see ${said}`, {transient: true}));
    expect(unknown)
      .to.be.instanceOf(CannotTell)
      .and.include({message: 'not [redacted]', fix: 'see [redacted]', transient: true, commonCause: null});
    const forGood = (said: string) => ({permanent: true, commonCause: `all of ${said}`});
    const stranger = await thrown((said) => new CannotTell(`not ${said}`, '', forGood(said)));
    expect(stranger).to.include({permanent: true, commonCause: 'all of [redacted]'});
    const refusal = await thrown((said) => new AwsRefusal('a:B', 'Denied', `not ${said}`, said, forGood(said)));
    expect(refusal).to.be.instanceOf(AwsRefusal).and.include({
      message: 'not [redacted]',
      action: 'a:B',
      code: 'Denied',
      permanent: true,
      commonCause: 'all of [redacted]',
    });
    const silent = await thrown((said) => new NoAnswer(said, 'connect', `${said}: no`));
    expect(silent).to.be.instanceOf(NoAnswer).and.include({target: '[redacted]', message: '[redacted]: no'});
    const bug = await thrown((said) => new TypeError(`${said} is not a function`));
    expect(bug).to.be.instanceOf(TypeError).and.have.property('message', '[redacted] is not a function');
    expect(bug.stack).not.to.include('hunter2');
  });
});
