import {expect} from 'chai';
import {rulesUnchanged as check} from '../../../src/checks/alb/rules-unchanged.ts';
import {HEALTHY} from '../../../src/lab/aws-world.ts';
import {CannotTell} from '../../../src/model/errors.ts';
import type {ListenerRule, RuleAction} from '../../../src/model/facts/aws-facts.ts';
import {rulesSnapshotText} from '../../../src/model/rules-snapshot.ts';
import {neverPassesUnanswered} from '../../matrix/unanswered.ts';
import {forward, HOST, LISTENER, NOT_FOUND, rule} from '../../support/aws-facts.ts';
import {awsWorld} from '../../support/aws-world.ts';
import {thrownBy} from '../../support/thrown-by.ts';

const SSE = rule(90, {host: HOST, path: '/mcp/sse*'}, forward(['jessica-service-sse', 1]));
const API = rule(110, {host: '*.georgi.io'}, forward(['jessica-service-api', 1]));
const FALLBACK = rule('default', {}, NOT_FOUND);
const HOSTS = {field: 'host-header', values: [HOST, 'mcp.georgi.io'], regexValues: []} as const;
const PATHS = {field: 'path-pattern', values: ['/mcp/sse*', '/mcp'], regexValues: []} as const;
const RULES = [SSE, API, FALLBACK];
const VERIFY = {field: 'http-header', name: 'X-Origin-Verify', values: ['hush'], regexValues: []} as const;

neverPassesUnanswered(check, {alb: 'alb', snapshot: 'listener-rules.json'});

describe('alb/rules-unchanged', () => {
  it('passes on the rules of the snapshot, and uses the actions it declares', async () => {
    const world = awsWorld();
    const text = rulesSnapshotText(LISTENER, HEALTHY.listenerRules);
    const verdict = await check.run({alb: 'alb', snapshot: 'rules.json'}, {...world, files: fileOf(text)});
    expect(verdict.status).to.equal('pass');
    expect(verdict.summary).to.equal('listener 443: the 5 rules of rules.json, in their order');
    expect(world.usedActions()).to.deep.equal(check.iam);
  });

  it('does not mind other ARNs, nor other numbers in the same order, which it says', async () => {
    const again = RULES.map((one) => ({...one, arn: `${one.arn}again`}));
    expect((await look(again)).status).to.equal('pass');
    const renumbered = await look([{...SSE, priority: 91}, API, FALLBACK]);
    expect(renumbered.status).to.equal('pass');
    expect(renumbered.summary).to.include('; rule 90 is rule 91 now, in the same order');
  });

  it('does not mind the order in which AWS lists conditions, their values and target groups', async () => {
    const shared = forward(['jessica-service-sse', 1], ['jessica-service-api', 2]);
    const before = {...rule(90, {host: HOST, path: '/mcp/sse*'}, shared), conditions: [HOSTS, PATHS]};
    const backwards = forward(['jessica-service-api', 2], ['jessica-service-sse', 1]);
    const again = {...before, conditions: [PATHS, {...HOSTS, values: HOSTS.values.toReversed()}], actions: [backwards]};
    expect((await look([again, FALLBACK], rulesSnapshotText(LISTENER, [before, FALLBACK]))).status).to.equal('pass');
    const fewer = {...before, conditions: [PATHS, {...HOSTS, values: [HOST]}]};
    const changed = await look([fewer, FALLBACK], rulesSnapshotText(LISTENER, [before, FALLBACK]));
    expect(changed.actual).to.include('rule 90 has other conditions:');
    const shifted = forward(['jessica-service-sse', 2], ['jessica-service-api', 1]);
    const weighted = await look(
      [{...before, actions: [shifted]}, FALLBACK],
      rulesSnapshotText(LISTENER, [before, FALLBACK]),
    );
    expect(weighted.actual).to.include('rule 90 has other actions:');
  });

  it('names the header and the parameter that a rule asks for', async () => {
    const header = {field: 'http-header', name: 'Accept', values: ['*event-stream*'], regexValues: []} as const;
    const query = {
      field: 'query-string',
      pairs: [
        {key: 'v', value: '2'},
        {key: null, value: 'beta'},
      ],
    } as const;
    const asking = {...SSE, conditions: [...SSE.conditions, header, query]};
    expect((await look([asking, API, FALLBACK])).actual).to.include(
      'and http-header Accept *event-stream* and query-string v=2 or beta',
    );
  });

  it('fails on a rule that was added, is gone, was changed, or comes in another order', async () => {
    const faults = async (...rules: ListenerRule[]) => {
      const verdict = await look(rules);
      expect(verdict.status).to.equal('fail');
      return verdict.actual;
    };
    expect(await faults(rule(80, {host: HOST}, NOT_FOUND), ...RULES)).to.equal(
      `rule 80 (host-header ${HOST}: fixed response 404) was added`,
    );
    expect(await faults(SSE, FALLBACK)).to.equal(
      'rule 110 (host-header *.georgi.io: target group jessica-service-api) is gone',
    );
    expect(await faults({...SSE, actions: API.actions}, API, FALLBACK)).to.include(
      'rule 90 has other actions: rule 90 (',
    );
    const rewriting = {...SSE, transforms: [{type: 'url-rewrite', rewrites: [{regex: '^/mcp', replace: '/'}]}]};
    expect(await faults(rewriting, API, FALLBACK)).to.include('rule 90 has other transforms');
    expect(await faults({...API, priority: 80}, SSE, FALLBACK)).to.match(
      /^rule 90 \(.*\) came before rule 80 \(.*\), and comes after it now$/,
    );
    expect(await faults(SSE, API, rule('default', {}, forward(['jessica-service-api', 1])))).to.include(
      'the default rule has other actions',
    );
  });

  it('tells two equal rules apart by their number', async () => {
    const twice = [SSE, {...SSE, priority: 95}, FALLBACK];
    expect((await look([SSE, FALLBACK], rulesSnapshotText(LISTENER, twice))).actual).to.include('rule 95');
  });

  it('says that whom a login lets in was not looked at', async () => {
    const login: RuleAction = {type: 'authenticate-oidc', order: 1, onUnauthenticatedRequest: 'authenticate'};
    const gated = [rule(90, {}, login, forward(['jessica-service-sse', 1])), FALLBACK];
    const verdict = await look(gated, rulesSnapshotText(LISTENER, gated));
    expect(verdict.status).to.equal('pass');
    expect(verdict.summary).to.include('who is let in by the login or token check of rule 90 was not looked at');
  });

  it('keeps what may be a secret out of the snapshot, and says that it was not looked at', async () => {
    const guarded = [rule(90, {other: VERIFY}, forward(['jessica-service-sse', 1])), FALLBACK];
    const text = rulesSnapshotText(LISTENER, guarded);
    expect(text).not.to.include('hush');
    const verdict = await look(guarded, text);
    expect(verdict.summary).to.include('what rule 90 compares secrets with was not looked at');
    const another = [
      rule(90, {other: {...VERIFY, values: ['hush', 'old']}}, forward(['jessica-service-sse', 1])),
      FALLBACK,
    ];
    expect((await look(another, text)).status).to.equal('fail');
  });

  it('cannot tell without a snapshot, or with one that is of another listener, old or edited, and says where', async () => {
    const message = async (text: string | null) => (await thrownBy(look(RULES, text), CannotTell)).message;
    const good = rulesSnapshotText(LISTENER, RULES);
    expect(await message(null)).to.equal('there is no snapshot rules.json');
    expect(await message(rulesSnapshotText({arn: 'arn:other'}, RULES))).to.include(
      'is a snapshot of listener arn:other',
    );
    expect(await message(good.replace('"snapshotVersion": 1', '"snapshotVersion": 2'))).to.include(
      'at snapshotVersion: is not 1',
    );
    expect(await message(good.replace('"priority": 90', '"priority": "90"'))).to.include('at rules[0].priority');
    expect(await message(good.slice(0, 40))).to.include('rules.json is not JSON');
    expect(await message('{}')).to.include('at snapshotVersion');
    expect(await message(rulesSnapshotText(LISTENER, []))).to.include('at rules');
  });
});

function look(listenerRules: readonly ListenerRule[], text: string | null = rulesSnapshotText(LISTENER, RULES)) {
  return check.run({alb: 'alb', snapshot: 'rules.json'}, {...awsWorld({listenerRules}), files: fileOf(text)});
}

function fileOf(text: string | null) {
  const read = async (path: string) => ({path, text});
  return {read, markdown: async (path: string) => ({path, headings: null, comments: null})};
}
