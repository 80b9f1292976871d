import {createHash} from 'node:crypto';
import {isAbsolute} from 'node:path';
import {expect} from 'chai';
import {canonicalJson} from '../../src/checklist/side-files/question-hash.ts';
import {checklistWith, linted} from './linted.ts';

const WHOLE = `# yaml-language-server: $schema=./checklist.schema.json
version: 1
title: Move web behind \${vars.host}
plan: PLAN.md
stages: [prepare, ready, cutover, soak]
vars:
  host: mcp.example.com
accounts:
  platform:
    id: "444444444444"
    region: eu-central-1
    roleArn: arn:aws:iam::444444444444:role/check
    via: dns
  dns: {id: "011111111111", profile: network}
resources:
  alb: {account: platform, loadBalancer: central, listener: 8443}
  zone: {account: dns, hostedZone: example.com, region: us-east-1}
defaults:
  timeout: 20s
  control: https://api.example.com/status
  retry: {attempts: 2, delay: 3s}
items:
  - id: dns
    title: DNS
    holds: {from: ready}
    items:
      - id: dns-record
        title: \${vars.host} is an alias
        check: dns/record-points-to-load-balancer
        with: {host: "\${vars.host}", zone: zone, alb: alb}
        plan: [1, 2]
        tags: [dns]
      - id: answers
        title: it answers
        holds: {in: [rollback, cutover]}
        check: http/responds
        with: {url: "https://\${vars.host}/"}
        needs: [dns-record]
        onFail: rollback
        timeout: 5s
        control: https://other.example.com/
        retry: {attempts: 1}
        poll: {every: 15s, for: 10m, stableFor: 1m}
        confirm: {failures: 2, every: 1s}
  - id: after
    title: after all of it
    check: http/responds
    with: {url: "https://\${vars.host}/after"}
    needs: [dns]
  - id: diagrams
    title: the diagrams are current
    manual:
      ask: Do they show \${vars.host}?
      approvers: [ops]
      evidence: required
      validFor: 30d
    onFail: note
    holds: {until: ready}
people:
  ops: [mg, jd]
`;

describe('loadChecklist', () => {
  it('reads a whole checklist', async () => {
    const {checklist, text} = await linted({'checklist.yaml': WHOLE, 'PLAN.md': 'one\ntwo\n \n\nfive'});
    expect(text).to.equal('');
    expect(checklist?.title).to.equal('Move web behind mcp.example.com');
    expect(checklist?.plan).to.deep.equal({file: 'PLAN.md', linesWithText: [1, 2, 5]});
    expect(checklist?.stages).to.deep.equal(['prepare', 'ready', 'cutover', 'soak']);
    expect(checklist?.sha256).to.equal(createHash('sha256').update(WHOLE).digest('hex'));
    expect(isAbsolute(checklist?.folder ?? '')).to.equal(true);
    expect(checklist?.people).to.deep.equal({ops: ['mg', 'jd']});
    expect(checklist?.accounts).to.deep.equal({
      platform: {
        name: 'platform',
        id: '444444444444',
        region: 'eu-central-1',
        profile: null,
        roleArn: 'arn:aws:iam::444444444444:role/check',
        externalId: null,
        via: 'dns',
      },
      dns: {
        name: 'dns',
        id: '011111111111',
        region: null,
        profile: 'network',
        roleArn: null,
        externalId: null,
        via: null,
      },
    });
    expect(checklist?.resources).to.deep.equal({
      alb: {
        kind: 'loadBalancer',
        name: 'alb',
        account: 'platform',
        region: null,
        loadBalancer: 'central',
        listener: 8443,
      },
      zone: {kind: 'hostedZone', name: 'zone', account: 'dns', region: 'us-east-1', hostedZone: 'example.com'},
    });
  });

  it('reads items with what groups and defaults give them', async () => {
    const {checklist} = await linted({'checklist.yaml': WHOLE, 'PLAN.md': 'one\ntwo\n'});
    const [record, answers, after, diagrams] = checklist?.items ?? [];
    expect(checklist?.items.map(({id}) => id)).to.deep.equal(['dns-record', 'answers', 'after', 'diagrams']);
    expect(record).to.deep.include({
      path: ['DNS', 'mcp.example.com is an alias'],
      groups: ['dns'],
      plan: [1, 2],
      tags: ['dns'],
      stages: ['ready', 'cutover', 'soak'],
      onFail: null,
      timeoutMs: 20_000,
      control: 'https://api.example.com/status',
      retry: {attempts: 2, delayMs: 3000},
      poll: null,
      confirm: {failures: 3, everyMs: 20_000},
      accounts: ['dns', 'platform'],
    });
    expect(record?.source).to.deep.include({line: 27, column: 9});
    expect(answers).to.deep.include({
      needs: ['dns-record'],
      stages: ['cutover', 'rollback'],
      onFail: 'rollback',
      timeoutMs: 5000,
      control: 'https://other.example.com/',
      retry: {attempts: 1, delayMs: 1000},
      poll: {everyMs: 15_000, forMs: 600_000, stableForMs: 60_000},
      confirm: {failures: 2, everyMs: 1000},
      accounts: [],
    });
    expect(after?.needs).to.deep.equal(['dns']);
    expect(after?.stages).to.deep.equal(['prepare', 'ready', 'cutover', 'soak']);
    expect(diagrams?.stages).to.deep.equal(['prepare', 'ready']);
    expect(diagrams?.check).to.equal(null);
    expect(diagrams?.manual).to.deep.include({
      ask: 'Do they show mcp.example.com?',
      approvers: ['ops'],
      evidence: 'required',
      validForMs: 30 * 86_400_000,
    });
  });

  it('binds a sign-off to the question as asked', async () => {
    const {checklist} = await linted({'checklist.yaml': WHOLE, 'PLAN.md': 'one\ntwo\n'});
    const asked =
      '{"environment":null,"id":"diagrams","manual":{"approvers":["ops"],"ask":"Do they show mcp.example.com?","evidence":"required",' +
      '"validFor":"30d"},"title":"the diagrams are current"}';
    expect(checklist?.items.at(-1)?.manual?.asked).to.equal(createHash('sha256').update(asked).digest('hex'));
    const other = WHOLE.replace('host: mcp.example.com', 'host: other.example.com');
    const changed = await linted({'checklist.yaml': other, 'PLAN.md': 'one\ntwo\n'});
    expect(changed.checklist?.items.at(-1)?.manual?.asked).not.to.equal(checklist?.items.at(-1)?.manual?.asked);
  });

  it('looks for the plan and its lines when the checklist names it', async () => {
    const files = {'checklist.yaml': WHOLE};
    expect((await linted(files)).text).to.equal(
      'checklist.yaml:4:7: error: plan: "PLAN.md": there is no such file\n  plan: PLAN.md\n        ^',
    );
    expect((await linted({...files, 'PLAN.md': 'one\n'})).text).to.equal(
      'checklist.yaml:31:19: error: plan has no line 2: "PLAN.md" ends at line 1\n          plan: [1, 2]\n                    ^',
    );
    expect((await linted({'checklist.yaml': WHOLE.replace('plan: PLAN.md\n', '')})).text).to.equal('');
  });

  it('gives what has no account to the only one, or to the default', async () => {
    const item = '  - {id: one, title: One, check: ecs/is-stable, with: {service: service}}\n';
    const none = await linted({'checklist.yaml': checklistWith(item)});
    expect(none.checklist?.resources.service?.account).to.equal('default');
    expect(Object.keys(none.checklist?.accounts ?? {})).to.deep.equal(['default']);
    expect(none.checklist?.items[0]?.accounts).to.deep.equal(['default']);
    const one = checklistWith(item).replace('items:\n', 'accounts: {main: {}}\nitems:\n');
    expect((await linted({'checklist.yaml': one})).checklist?.items[0]?.accounts).to.deep.equal(['main']);
  });

  it('keeps a warning from stopping a run', async () => {
    const item = '  - {id: one, title: "One", check: ecs/is-stable, with: {service: service}}\n';
    const text = checklistWith(item).replace('title: Move it', 'title: Move it # now');
    const {checklist, problems} = await linted({'checklist.yaml': text});
    expect(checklist?.title).to.equal('Move it');
    expect(problems.map(({severity}) => severity)).to.deep.equal(['warning']);
  });

  it('tells what is wrong behind an anchor once', async () => {
    const text = checklistWith(`  - {id: one, title: One, check: http/responds, with: &params {url: nowhere}}
  - {id: two, title: Two, check: http/responds, with: *params}
`);
    expect((await linted({'checklist.yaml': text})).problems.map(({line, message}) => [line, message])).to.deep.equal([
      [16, 'with.url "nowhere" is not an http(s) URL'],
    ]);
  });
});

describe('canonicalJson', () => {
  it('does not depend on the order of keys, nor on white space', () => {
    expect(canonicalJson({b: [1, {d: null, c: 'x"'}], a: true})).to.equal('{"a":true,"b":[1,{"c":"x\\"","d":null}]}');
  });
});
