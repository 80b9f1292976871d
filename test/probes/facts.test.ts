import {expect} from 'chai';
import {evaluateRules} from '../../src/domain/listener-rules/listener-rules.ts';
import {AwsRefusal, CannotTell, NoAnswer} from '../../src/model/errors.ts';
import type {ListenerRule, RuleCondition} from '../../src/model/facts/aws-facts.ts';
import type {FactRequest, FactStore, Recording} from '../../src/model/facts/fact-store.ts';
import {EMPTY_TIMELINE} from '../../src/model/facts/wire/timeline.ts';
import {KnownSecrets} from '../../src/model/text/secrets/known-secrets.ts';
import {liveFacts, recordFacts, replayFacts, withRecordedAws} from '../../src/probes/facts.ts';
import {streamAnswer} from '../support/wire-facts.ts';

describe('facts', () => {
  describe('live', () => {
    it('looks once for all who ask, at the same time and later', async () => {
      const {store, looks} = counting(async () => ({name: 'central'}));
      const answers = await Promise.all(Array.from({length: 500}, () => store.ask()));
      answers.push(await store.ask());
      expect(looks()).to.equal(1);
      expect(new Set(answers).size).to.equal(1);
    });

    it('looks again for one who wants nothing from before, and everyone gets the newer fact', async () => {
      let nowMs = 100;
      const {store, looks} = counting(
        async (look) => look,
        () => nowMs,
      );
      expect(await store.ask({notBefore: 100})).to.equal(1);
      nowMs = 200;
      expect(await store.ask({notBefore: 100})).to.equal(1);
      expect(await store.ask({notBefore: 101})).to.equal(2);
      expect(await store.ask()).to.equal(2);
      expect(looks()).to.equal(2);
    });

    it('remembers a lasting refusal', async () => {
      const {store, looks} = counting(async () => {
        throw new AwsRefusal('acm:DescribeCertificate', 'AccessDenied', 'denied', 'grant it');
      });
      expect(await thrownBy(store.ask())).to.be.instanceOf(AwsRefusal);
      expect(await thrownBy(store.ask())).to.be.instanceOf(AwsRefusal);
      expect(looks()).to.equal(1);
    });

    it('looks again after a transient refusal, and after anything that is not a refusal', async () => {
      for (const passing of [new CannotTell('throttled', 'wait', {transient: true}), new TypeError('a bug')]) {
        const {store, looks} = counting(async (look) => {
          if (look === 1) throw passing;
          return 'fine';
        });
        expect(await thrownBy(store.ask())).to.equal(passing);
        expect(await store.ask()).to.equal('fine');
        expect(looks()).to.equal(2);
      }
    });

    it('lets one who waits give up alone', async () => {
      const answer = Promise.withResolvers<string>();
      const {store, signals} = counting(() => answer.promise);
      const impatient = new AbortController();
      const first = store.ask({signal: impatient.signal});
      const second = store.ask();
      impatient.abort(new Error('time is up'));
      expect(await thrownBy(first)).to.have.property('message', 'time is up');
      expect(signals[0]?.aborted).to.equal(false);
      answer.resolve('there');
      expect(await second).to.equal('there');
    });

    it('stops a look when the last who waited has gone, and begins a new one for the next', async () => {
      const {store, looks, signals} = counting((look) => (look === 1 ? new Promise(() => {}) : Promise.resolve('new')));
      const controllers = [new AbortController(), new AbortController()];
      const asked = controllers.map((controller) => thrownBy(store.ask({signal: controller.signal})));
      for (const controller of controllers) controller.abort(new Error('interrupted'));
      await Promise.all(asked);
      expect(signals[0]?.aborted).to.equal(true);
      expect(await store.ask()).to.equal('new');
      expect(looks()).to.equal(2);
    });

    it('does not look for one who has gone already', async () => {
      const {store, looks} = counting(async () => 'never');
      const gone = await thrownBy(store.ask({signal: AbortSignal.abort(new Error('gone'))}));
      expect(gone).to.have.property('message', 'gone');
      expect(looks()).to.equal(0);
    });
  });

  describe('record and replay', () => {
    it('gives back the values that were seen, the newest of each', async () => {
      let nowMs = 0;
      const {store, recorder} = recording(
        async (look) => ({look}),
        () => nowMs,
      );
      await store.ask();
      nowMs = 10;
      await store.ask({notBefore: 5});
      const recorded = recorder.recording(new Date('2026-11-22T10:00:00Z'), 'migrate-check 0.1.0');
      expect(recorded).to.deep.equal({
        recordingVersion: 5,
        recordedAt: '2026-11-22T10:00:00.000Z',
        tool: 'migrate-check 0.1.0',
        facts: {'aws:main:caller': {value: {look: 2}}},
      });
      expect(await ask(replayFacts(throughJson(recorded)))).to.deep.equal({look: 2});
    });

    it('throws what was thrown: same class, same members', async () => {
      for (const refusal of [
        new CannotTell('no such zone', 'name another', {transient: true, permanent: true, commonCause: 'no zone'}),
        new AwsRefusal('acm:DescribeCertificate', 'AccessDenied', 'denied', 'grant it'),
        new NoAnswer('https://mcp.run.georgi.io', 'connect', 'timed out'),
      ]) {
        const {store, recorder} = recording(async () => {
          throw refusal;
        });
        await thrownBy(store.ask());
        const again = await thrownBy(ask(replayFacts(throughJson(recorder.recording(new Date(0), 'test')))));
        expect(again).to.be.instanceOf(refusal.constructor);
        expect({...again, message: again.message}).to.deep.equal({...refusal, message: refusal.message});
      }
    });

    it('does not record what is not a fact: an abort or a bug', async () => {
      const {store, recorder} = recording(async () => {
        throw new TypeError('a bug');
      });
      await thrownBy(store.ask());
      await thrownBy(store.ask({signal: AbortSignal.abort()}));
      expect(recorder.recording(new Date(0), 'test').facts).to.deep.equal({});
    });

    it('takes secrets out of keys, values and messages, and leaves the live fact as it is', async () => {
      const live = liveFacts({monotonicMs: () => 0});
      const recorder = recordFacts(live, new KnownSecrets(['hunter2']));
      const value = {list: ['x hunter2', null, 7, true], headers: {hunter2: 'hunter2'}};
      expect(await ask(recorder, async () => value, {}, 'http:GET:hunter2')).to.equal(value);
      await thrownBy(ask(recorder, () => Promise.reject(new CannotTell('hunter2 is wrong', 'use hunter2')), {}, 'key'));
      const {facts} = recorder.recording(new Date(0), 'test');
      expect(JSON.stringify(facts)).not.to.include('hunter2');
      const [key = ''] = Object.keys(facts).filter((name) => name !== 'key');
      expect(facts[key]).to.deep.equal({
        value: {list: ['x [redacted]', null, 7, true], headers: {'[redacted]': '[redacted]'}},
      });
      const again = replayFacts(throughJson(recorder.recording(new Date(0), 'test')));
      expect(await ask(again, undefined, {}, 'http:GET:hunter2')).to.have.property('list');
      expect(await thrownBy(ask(again, undefined, {}, 'http:GET:hunter3'))).to.be.instanceOf(CannotTell);
    });

    it('keeps the timeline of a stream small, and gives it back as it was', async () => {
      const fromMs = Array.from({length: 2000}, (_, n) => n * 300.5);
      const ones = fromMs.map(() => 1);
      const arrivals = {fromMs, toMs: fromMs, bytes: ones, events: ones, comments: ones};
      const answer = streamAnswer({timeline: {...EMPTY_TIMELINE, arrivals}});
      // As base64 and in any case, short secrets are in many texts by chance.
      const letters = [...'abcdefghijklmnopqrstuvwxyz'];
      const secrets = new KnownSecrets(letters.flatMap((letter) => letters.map((other) => `${letter}${other}aa`)));
      const recorder = recordFacts(liveFacts({monotonicMs: () => 0}), secrets);
      const key = 'wire:stream:https://a.example/:1';
      await ask(recorder, async () => ({url: 'https://a.example/', answer}), {}, key);
      const recorded = throughJson(recorder.recording(new Date(0), 'test'));
      expect(JSON.stringify(recorded).length).to.be.below(5000);
      const again = await ask(replayFacts(recorded), undefined, {}, key);
      expect(again).to.have.property('answer').that.deep.equals(answer);
      const broken = {...recorded, facts: {[key]: {value: {answer: {timeline: 'broken'}}}}};
      expect(await thrownBy(ask(replayFacts(broken), undefined, {}, key))).to.be.instanceOf(CannotTell);
    });

    it('leaves the words of ours as they are, where a secret is spelled like one', async () => {
      const recorder = recordFacts(
        liveFacts({monotonicMs: () => 0}),
        new KnownSecrets(['refused', 'platform', 'value', 'headers', 'AwsRefusal']),
      );
      const value = {kind: 'refused', message: 'refused', headers: {kind: 'refused'}};
      await ask(recorder, async () => value, {}, 'aws:platform:headers:value');
      expect(recorder.recording(new Date(0), 'test').facts).to.deep.equal({
        'aws:platform:headers:value': {
          value: {kind: 'refused', message: '[redacted]', headers: {kind: '[redacted]'}},
        },
      });
    });

    it('leaves out values in listener rules that may be secret; replayed, it is unknown whether such a condition is met', async () => {
      const conditions: RuleCondition[] = [
        {field: 'http-header', name: 'X-Origin-Verify', values: ['hush'], regexValues: []},
        {field: 'query-string', pairs: [{key: 'token', value: 'hush'}]},
      ];
      const live = conditions.map((condition, i): ListenerRule => {
        return {arn: '', priority: i + 1, conditions: [condition], actions: [], transforms: []};
      });
      const {store, recorder} = recording(async () => live);
      expect(await store.ask()).to.equal(live);
      const recorded = throughJson(recorder.recording(new Date(0), 'test'));
      expect(JSON.stringify(recorded)).not.to.include('hush');

      const replayed = (await ask(replayFacts(recorded))) as readonly ListenerRule[];
      const request = {host: 'a.io', path: '/', method: 'GET'};
      const outcomes = (rules: readonly ListenerRule[], more: object) =>
        evaluateRules(rules, {...request, isWhole: true, ...more}).trail.map(({matches}) => matches);
      const withBoth = {headers: {'X-Origin-Verify': 'hush'}, query: 'token=hush'};
      expect(outcomes(live, withBoth)).to.deep.equal([true, true]);
      expect(outcomes(replayed, withBoth)).to.deep.equal(['unknown', 'unknown']);
      expect(outcomes(replayed, {})).to.deep.equal([false, false]);
    });

    it('cannot tell what the recording does not hold, whatever the key is called', async () => {
      const empty: Recording = {recordingVersion: 5, recordedAt: '2026-11-22T10:00:00.000Z', tool: 'test', facts: {}};
      for (const key of ['aws:main:caller', 'constructor']) {
        const missing = await thrownBy(ask(replayFacts(empty), async () => 'looked up all the same', {}, key));
        expect(missing).to.be.instanceOf(CannotTell);
        expect(missing.message).to.include(`"${key}"`);
        expect(missing).to.have.property('fix').that.includes('--record');
      }
    });

    it('takes AWS from the recording and all else from the world for the built-in one', async () => {
      const facts = {'aws:main:caller': {value: 'recorded'}, 'http:x': {value: 'recorded'}};
      const recorded: Recording = {recordingVersion: 5, recordedAt: '', tool: '', facts};
      const store = withRecordedAws(recorded, liveFacts({monotonicMs: () => 0}));
      expect(await ask(store, async () => 'live', {}, 'aws:main:caller')).to.equal('recorded');
      expect(await ask(store, async () => 'live', {}, 'http:x')).to.equal('live');
      expect(await thrownBy(ask(store, async () => 'live', {}, 'aws:main:other'))).to.be.instanceOf(CannotTell);
    });
  });
});

type Load = (look: number) => Promise<unknown>;

function ask(
  store: FactStore,
  load: (signal: AbortSignal) => Promise<unknown> = () => Promise.reject(new Error('looked up')),
  request: Partial<FactRequest> = {},
  key = 'aws:main:caller',
): Promise<unknown> {
  return store.get(key, load, {signal: new AbortController().signal, notBefore: -Infinity, ...request});
}

/** A live store with one fact, whose looks are counted and whose signals are kept. */
function counting(load: Load, monotonicMs: () => number = () => 0, wrap = (store: FactStore) => store) {
  const signals: AbortSignal[] = [];
  const live = wrap(liveFacts({monotonicMs}));
  const look = (signal: AbortSignal) => load(signals.push(signal));
  const store = {ask: (request?: Partial<FactRequest>) => ask(live, look, request)};
  return {store, signals, looks: () => signals.length};
}

function recording(load: Load, monotonicMs?: () => number) {
  let recorder = recordFacts(liveFacts({monotonicMs: () => 0}), new KnownSecrets());
  const {store} = counting(load, monotonicMs, (live) => {
    recorder = recordFacts(live, new KnownSecrets());
    return recorder;
  });
  return {store, recorder};
}

function throughJson(recorded: Recording): Recording {
  return JSON.parse(JSON.stringify(recorded));
}

async function thrownBy(promise: Promise<unknown>): Promise<Error> {
  const thrown = await promise.then(
    (value) => expect.fail(`resolved to ${JSON.stringify(value)}`),
    (error: unknown) => error,
  );
  if (!(thrown instanceof Error) && !(thrown instanceof DOMException)) expect.fail(`threw ${String(thrown)}`);
  return thrown as Error;
}
