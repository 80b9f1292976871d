// biome-ignore-all lint/suspicious/noTemplateCurlyInString: they are the checklist's, not ours
import {expect} from 'chai';
import {linted} from './linted.ts';

/** Begins at line 3; the item at its end uses `${vars.tag}`. */
const checklist = (head: string, uses = '${vars.tag}') => `version: 1
title: Move it
${head}
items:
  - id: page
    title: the page of ${uses} is there
    check: http/responds
    with:
      url: https://example.com/
`;

const ONE = checklist('inputs: {tag: {pattern: "^[0-9a-f]{4}$"}}');

async function problems(text: string, options: Parameters<typeof linted>[1] = {}, files = {}): Promise<string[]> {
  const {problems: all} = await linted({'checklist.yaml': text, ...files}, options);
  return all.map(({line, column, message}) => `${line}:${column}: ${message.replaceAll(/\S+\/checklist-\w+\//g, '')}`);
}

describe('an input', () => {
  it('is missing where it is declared, with the place of its first use', async () => {
    expect(await problems(ONE)).to.deep.equal([
      '3:10: input "tag" is not set (used at checklist.yaml:6:24); give it a value: --var tag=…',
    ]);
  });

  it('is missing in a run whether it is used or not', async () => {
    expect(await problems(checklist('inputs: {tag: {}}', 'nothing'))).to.deep.equal([
      '3:10: input "tag" is not set; give it a value: --var tag=…',
      '3:10: nothing uses the input "tag"',
    ]);
  });

  it('is not used by a longer name that begins like it', async () => {
    const given = {vars: {tag: '0a1b', ta: 'x'}};
    expect(await problems(checklist('inputs: {tag: {}, ta: {}}'), given)).to.deep.equal([
      '3:19: nothing uses the input "ta"',
    ]);
  });

  it('may be unset for what does not run: what waits for it is as it is written', async () => {
    const loaded = await linted({'checklist.yaml': ONE}, {inputsNeeded: 'none'});
    expect(loaded.text).to.equal('');
    expect(loaded.checklist?.items[0]?.title).to.equal('the page of ${vars.tag} is there');
    expect(loaded.unset).to.deep.equal({inputs: ['tag'], items: ['page']});
    expect((await linted({'checklist.yaml': ONE}, {vars: {tag: 'abcd'}})).unset).to.deep.equal({inputs: [], items: []});
  });

  it('may be unset anywhere a value stands, whatever that has to be', async () => {
    const text = `version: 1
title: Move it \${vars.text}
inputs: {text: {}, port: {}, flag: {}, time: {}, zone: {}, group: {}}
vars:
  name: \${vars.text}-x
accounts:
  a: {id: "\${vars.text}", region: "\${vars.text}"}
  b: {roleArn: "\${vars.text}", via: "\${vars.text}"}
resources:
  alb: {account: a, loadBalancer: "\${vars.name}", listener: "\${vars.port}"}
  zone: {account: "\${vars.text}", hostedZone: example.com}
people: {ops: [mg]}
defaults: {timeout: "\${vars.time}", control: "\${vars.text}"}
items:
  - id: one
    title: One
    when: \${vars.flag}
    timeout: \${vars.time}
    poll: {every: "\${vars.time}", for: 1m}
    check: ec2/port-open-to
    with: {alb: alb, port: "\${vars.port}", from: ["\${vars.text}"]}
  - {id: two, title: Two, check: dns/record-points-to-load-balancer, with: {host: "\${vars.text}", zone: "\${vars.zone}", alb: alb}}
  - {id: three, title: Three, manual: {ask: "\${vars.text}?", approvers: ["\${vars.group}"]}}
  - {id: four, title: Four, manual: {ask: Well?, approvers: "\${vars.group}", validFor: "\${vars.time}"}}
  - {id: five, title: Five, check: http/responds, with: {url: https://example.com/}}
`;
    const {checklist: read, text: said, unset} = await linted({'checklist.yaml': text}, {inputsNeeded: 'none'});
    expect(said).to.equal('');
    expect(read?.items.map(({id}) => id)).to.deep.equal(['one', 'two', 'three', 'four', 'five']);
    expect(read?.items[0]?.skipReason).to.equal(null);
    expect(unset.inputs).to.have.members(['text', 'port', 'flag', 'time', 'zone', 'group']);
    expect(unset.items).to.deep.equal(['one', 'two', 'three', 'four']);
    // What does not hang on them is as wrong as ever.
    const wrong = text.replace('https://example.com/', 'ftp://example.com/').replace('alb: alb}}', 'alb: abl}}');
    expect(await problems(wrong, {inputsNeeded: 'none'})).to.have.length(2);
    // And each is missing in a run, once.
    expect(await problems(text)).to.have.length(6);
  });

  it('may be unset for what looks at accounts and resources alone, where these do not use it', async () => {
    const options = {inputsNeeded: 'of accounts and resources'} as const;
    expect(await problems(ONE, options)).to.deep.equal([]);
    const through = checklist(
      'inputs: {tag: {}, other: {}}\nvars: {name: "${vars.tag}-alb"}\nresources: {alb: {loadBalancer: "${vars.name}"}}',
      '${vars.other}',
    );
    expect(await problems(through, options)).to.deep.equal([
      '3:10: input "tag" is not set (used at checklist.yaml:4:15); give it a value: --var tag=…',
    ]);
  });

  it('may be set by a flag, a file, an environment or the checklist', async () => {
    const text = checklist(
      'inputs: {tag: {pattern: "[a-z]+"}}\nenvironments: {prod: {vars: {tag: fromenv}}, staging: {}}',
    );
    expect(await problems(text, {environment: 'prod'})).to.deep.equal([]);
    expect(await problems(text, {environment: 'staging'})).to.have.length(1);
    expect(await problems(text, {vars: {tag: 'flag'}})).to.deep.equal([]);
    expect(await problems(text, {varFiles: ['vars.yaml']}, {'vars.yaml': 'tag: file'})).to.deep.equal([]);
    const byEnvironment = {varFiles: ['vars.yaml'], processEnv: {TAG: 'abc'}};
    expect(await problems(text, byEnvironment, {'vars.yaml': 'tag: ${env.TAG}'})).to.deep.equal([]);
    expect(await problems(checklist('inputs: {tag: {pattern: "[a-z]+"}}\nvars: {tag: here}'))).to.deep.equal([]);
  });

  it('keeps a run live, as nothing else that the command line sets', async () => {
    const text = checklist('inputs: {tag: {}}\nvars: {other: one}');
    const overrides = async (options: Parameters<typeof linted>[1], files = {}) => {
      const {checklist: read, text: said} = await linted({'checklist.yaml': text, ...files}, options);
      expect(said).to.equal('');
      return read?.overrides.map((override) => override.replace(/\S+\/checklist-\w+\//, ''));
    };
    expect(await overrides({vars: {tag: 'a'}})).to.deep.equal([]);
    expect(await overrides({varFiles: ['vars.yaml']}, {'vars.yaml': 'tag: a'})).to.deep.equal([]);
    // Also with the value that it has anyway.
    expect(await overrides({vars: {tag: 'a', other: 'one'}})).to.deep.equal(['--var other']);
    // Also where nothing uses it.
    const files = {'vars.yaml': 'tag: a\nother: two\nmore: 1'};
    expect(await overrides({varFiles: ['vars.yaml']}, files)).to.deep.equal(['--var-file vars.yaml (other, more)']);
  });

  it('is meant by a name that is nearly its own', async () => {
    expect(await problems(checklist('inputs: {imageTag: {}}', '${vars.imageTga}'), {vars: {imageTag: 'a'}})).to.include(
      '6:24: vars.imageTga is not set. Did you mean "imageTag"?',
    );
    const [flag] = await problems(ONE, {vars: {tga: 'abcd'}, inputsNeeded: 'none'});
    expect(flag).to.equal('1:1: nothing declares or uses a variable "tga". Did you mean "tag"?');
    expect((await problems(checklist('input: {tag: {}}')))[0]).to.contain('Did you mean "inputs"?');
    expect((await problems(checklist('inputs: {tag: {patern: x}}'))).join()).to.contain('Did you mean "pattern"?');
  });
});

describe('the pattern of an input', () => {
  const withPattern = (pattern: string, more = '') =>
    checklist(`inputs: {tag: {pattern: ${JSON.stringify(pattern)}}}${more}`);
  const matches = async (pattern: string, tag: string) => {
    const found = await problems(withPattern(pattern), {vars: {tag}});
    return found.length === 0;
  };

  it('has to match the whole text', async () => {
    expect(await matches('^[0-9a-f]{4}$', 'abcd')).to.equal(true);
    expect(await matches('[0-9a-f]{4}', 'abcd')).to.equal(true);
    for (const tag of ['abcde', 'xabcd', 'abcd\n', 'abcd\nabcd', '', ' abcd']) {
      expect(await matches('^[0-9a-f]{4}$', tag), JSON.stringify(tag)).to.equal(false);
      expect(await matches('[0-9a-f]{4}', tag), JSON.stringify(tag)).to.equal(false);
    }
    expect(await matches('a|bc', 'abc')).to.equal(false);
  });

  it('cannot be got around by its flags', async () => {
    expect(await matches('(?i)yes', 'YES')).to.equal(true);
    expect(await matches('(?m)^a$', 'a\nb')).to.equal(false);
    expect(await matches('(?m)^a$', 'a')).to.equal(true);
    expect(await matches('.*', 'a\nb')).to.equal(false);
    expect(await matches('(?s).*', 'a\nb')).to.equal(true);
  });

  it('says what does not match, where it comes from, and shows no secret', async () => {
    expect(await problems(withPattern('[a-z]+'), {vars: {tag: 'A1'}})).to.deep.equal([
      '3:25: input "tag": "A1" from --var does not match "[a-z]+" as a whole',
    ]);
    const list = checklist('inputs: {tag: {pattern: "[a-z]+"}}\nvars: {tag: [ok, 12]}', 'nothing');
    expect(await problems(list)).to.include(
      '3:25: input "tag": "12" from checklist.yaml:4:8 does not match "[a-z]+" as a whole',
    );
    const secret = withPattern('[a-z]+', '\nsecrets: [tag]');
    const hush = {'vars.yaml': 'tag: HUSH-HUSH'};
    for (const loaded of [
      await linted({'checklist.yaml': secret}, {vars: {tag: 'HUSH-HUSH'}}),
      await linted({'checklist.yaml': secret, ...hush}, {varFiles: ['vars.yaml']}),
      await linted({'checklist.yaml': secret.replace('secrets', 'vars: {tag: HUSH-HUSH}\nsecrets')}),
    ]) {
      expect(loaded.text).to.contain('(a secret) does not match');
      expect(loaded.text).not.to.contain('HUSH');
    }
    // A secret in a part of it, too.
    const part = withPattern('[a-z]+', '\nvars: {tag: "Bearer ${env.TOKEN}"}\nsecrets: [TOKEN]');
    expect((await linted({'checklist.yaml': part}, {processEnv: {TOKEN: 'HUSH-HUSH'}})).text).not.to.contain('HUSH');
  });

  it('takes no longer for being hostile', async () => {
    expect(await matches('(a+)+$', `${'a'.repeat(900)}!`)).to.equal(false);
    expect(await matches('((a*)*)*b', 'a'.repeat(999))).to.equal(false);
    expect(await matches('([a-z]+)*@(([a-z]+)*)*', 'a'.repeat(999))).to.equal(false);
  });

  it('is bounded, and so is what it is for', async () => {
    expect((await problems(withPattern('.{1,1000}.{1,1000}'), {vars: {tag: 'a'}}))[0]).to.contain('repeats too much');
    expect((await problems(withPattern('a'.repeat(201)), {vars: {tag: 'a'}}))[0]).to.contain('more than 200');
    expect((await problems(withPattern('a*'), {vars: {tag: 'a'.repeat(1001)}}))[0]).to.contain('more than 1000');
    expect(await matches('a*', 'a'.repeat(1000))).to.equal(true);
    const many = Array.from({length: 51}, (_, index) => `v${index}: {}`).join(', ');
    expect((await problems(checklist(`inputs: {${many}}`, 'x')))[0]).to.contain('inputs has more than 50 entries');
  });

  it('is of the syntax of RE2', async () => {
    for (const pattern of ['(?=a)a', '(a)\\1', '[a', '(', 'a)|(b']) {
      const [first] = await problems(withPattern(pattern), {inputsNeeded: 'none'});
      expect(first, pattern).to.match(/^3:25: the pattern .* cannot be read: .*; the syntax is that of RE2$/);
    }
  });
});
