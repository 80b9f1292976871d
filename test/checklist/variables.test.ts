// biome-ignore-all lint/suspicious/noTemplateCurlyInString: they are the checklist's, not ours
import {expect} from 'chai';
import {checklistWith, linted} from './linted.ts';

const vars = (definitions: string, items: string) =>
  checklistWith(items).replace('  host: mcp.example.com\n', `  host: mcp.example.com\n${definitions}`);
const responds = (params: string) => `  - {id: one, title: One, check: http/responds, with: {${params}}}\n`;
const portOpen = (params: string) =>
  `  - {id: one, title: One, check: ec2/port-open-to, with: {alb: alb, ${params}}}\n`;

async function paramsOf(text: string, options: Parameters<typeof linted>[1] = {}, files = {}) {
  const loaded = await linted({'checklist.yaml': text, ...files}, options);
  expect(loaded.text).to.equal('');
  return loaded.checklist?.items[0]?.check?.params;
}

describe('variables', () => {
  it('leave what is escaped alone', async () => {
    const params = await paramsOf(
      vars('', responds('url: "https://${vars.host}/", headers: {X: "$${vars.host} is ${vars.host}"}')),
    );
    expect(params?.headers).to.deep.equal({X: '${vars.host} is mcp.example.com'});
    const whole = await paramsOf(vars('', responds('url: https://a.example.com/, headers: {X: "$${BASE_PATH}"}')));
    expect(whole?.headers).to.deep.equal({X: '${BASE_PATH}'});
  });

  it('may be used anywhere a text may', async () => {
    const item = `  - id: one
    title: \${vars.host} answers
    check: http/responds
    with: {url: "https://\${vars.host}/\${vars.path}", headers: {X-Host: "\${vars.host}"}}
    control: https://control.\${vars.host}/
  - id: two
    title: Two
    manual: {ask: "Is \${vars.host} right?", approvers: [ops]}
`;
    const {checklist, text} = await linted({'checklist.yaml': vars(`  path: a/\${vars.host}\n`, item)});
    expect(text).to.equal('');
    const [one, two] = checklist?.items ?? [];
    expect(one?.title).to.equal('mcp.example.com answers');
    expect(one?.check?.params).to.deep.include({
      url: 'https://mcp.example.com/a/mcp.example.com',
      headers: {'X-Host': 'mcp.example.com'},
    });
    expect(one?.check?.written).to.deep.equal({
      url: 'https://mcp.example.com/a/mcp.example.com',
      headers: {'X-Host': 'mcp.example.com'},
    });
    expect(one?.control).to.equal('https://control.mcp.example.com/');
    expect(two?.manual?.ask).to.equal('Is mcp.example.com right?');
  });

  it('keep their type when a value is one interpolation', async () => {
    const text = vars(
      `  port: 443\n  from: [10.0.0.0/8, 192.168.0.0/16]\n`,
      portOpen('port: "${vars.port}", from: "${vars.from}"'),
    );
    expect(await paramsOf(text)).to.deep.equal({alb: 'alb', port: 443, from: ['10.0.0.0/8', '192.168.0.0/16']});
  });

  it('are text from --var and the environment, which a number or a boolean is read from', async () => {
    const text = vars(
      `  followed: \${env.FOLLOWED}\n`,
      responds('url: "https://${vars.host}", status: "${vars.status}", followed: "${vars.followed}"'),
    );
    const options = {vars: {status: '204'}, processEnv: {FOLLOWED: 'true'}};
    expect(await paramsOf(text, options)).to.deep.include({status: 204, followed: true});
  });

  it('are not read as a number where a number is in quotes in the file itself', async () => {
    const {text} = await linted({'checklist.yaml': checklistWith(portOpen('port: "443", from: 10.0.0.0/8'))});
    expect(text).to.match(/16:\d+: error: with\.port is the text "443", not a number/);
  });

  it('stay text where text is not a number', async () => {
    const text = checklistWith(portOpen('port: "${vars.port}", from: 10.0.0.0/8'));
    const {text: problems} = await linted({'checklist.yaml': text}, {vars: {port: '0x1bb'}});
    expect(problems.split('\n')[0]).to.equal(
      'checklist.yaml:16:75: error: with.port is the text "0x1bb", not a number (written ${vars.port})',
    );
  });

  it('are taken from --var before --var-file before the environment before the file', async () => {
    const environments = 'environments:\n  staging: {vars: {a: environment, b: environment, c: environment}}\nitems:\n';
    const definitions = '  a: file\n  b: file\n  c: file\n  d: file\n';
    const item = responds('url: "https://${vars.a}.${vars.b}.${vars.c}.${vars.d}/"');
    const text = vars(definitions, item).replace('items:\n', environments);
    const {checklist, text: problems} = await linted(
      {'checklist.yaml': text, 'vars.yaml': 'a: var-file\nb: var-file\n'},
      {environment: 'staging', varFiles: ['vars.yaml'], vars: {a: 'flag'}},
    );
    expect(problems).to.equal('');
    expect(checklist?.items[0]?.check?.params.url).to.equal('https://flag.var-file.environment.file/');
    expect(checklist?.environments).to.deep.equal(['staging']);
    const sources = checklist?.values.map(({name, value, source}) => [name, value, source.replace(/^.*\//, '')]);
    expect(sources).to.deep.equal([
      ['vars.a', 'flag', '--var'],
      ['vars.b', 'var-file', 'vars.yaml:2:1'],
      ['vars.c', 'environment', 'checklist.yaml:20:52'],
      ['vars.d', 'file', 'checklist.yaml:8:3'],
    ]);
  });

  it('have a default for the environment under vars: alone', async () => {
    const text = vars(`  path: \${env.PATH_OF:-api/v1}\n`, responds('url: "https://${vars.host}/${vars.path}"'));
    expect(await paramsOf(text)).to.deep.include({url: 'https://mcp.example.com/api/v1'});
    expect(await paramsOf(text, {processEnv: {PATH_OF: 'x'}})).to.deep.include({url: 'https://mcp.example.com/x'});
    const elsewhere = checklistWith(responds('url: "https://${env.HOST:-a.example}/"'));
    expect((await linted({'checklist.yaml': elsewhere})).text).to.match(
      /error: a default \(":-"\) is for environment variables under vars: only; define a variable there/,
    );
  });

  it('are reported where they are not set, refer to themselves, or are not a reference at all', async () => {
    const text = `version: 1
title: \${vars.hots} and \${env.TOKN}
vars:
  host: mcp.example.com
  a: \${vars.b}
  b: x\${vars.a}
  c: {d: e}
  e f: 1
items:
  - id: one
    title: \${outputs.central.arn} \${host} \${vars.host
    check: ecs/is-stable
    with: {service: service}
    when: \${vars.c}
resources:
  service: {cluster: main, service: "\${vars.d}"}
`;
    expect(
      (await linted({'checklist.yaml': text})).text.split('\n').filter((line) => line.startsWith('c')),
    ).to.deep.equal([
      'checklist.yaml:2:8: error: vars.hots is not set. Did you mean "host"?',
      'checklist.yaml:2:25: error: the environment variable TOKN is not set',
      'checklist.yaml:6:7: error: vars.a refers to itself: a -> b -> a',
      'checklist.yaml:7:6: error: vars.c is neither a text, a number, true, false, nor a list of these',
      'checklist.yaml:8:3: error: "e f" is not a name for a variable: letters, digits, _ and -, a letter first',
      'checklist.yaml:11:12: error: ${outputs.central.arn} is neither ${vars.NAME} nor ${env.NAME}',
      'checklist.yaml:11:35: error: ${host} is neither ${vars.NAME} nor ${env.NAME}; did you mean ${vars.host}?',
      'checklist.yaml:11:43: error: "${" is never closed with "}"',
      'checklist.yaml:16:38: error: vars.d is not set',
    ]);
  });

  it('given by a flag have to be declared or used', async () => {
    const text = checklistWith(responds('url: "https://${vars.host}"'));
    expect((await linted({'checklist.yaml': text}, {vars: {hots: 'x'}})).text).to.equal(
      '--var: error: nothing declares or uses a variable "hots". Did you mean "host"?',
    );
    for (const vars of [{'host,other': 'x'}, {host: 'a.example.com,host=b.example.com'}]) {
      expect((await linted({'checklist.yaml': text}, {vars})).text).to.contain('repeat it, --var NAME=VALUE --var');
    }
    expect((await linted({'checklist.yaml': text}, {vars: {host: 'a.example.com,x=1'}})).text).not.to.contain('--var');
  });

  it('of an unknown environment', async () => {
    const text = checklistWith(responds('url: "https://${vars.host}"'));
    const {text: none} = await linted({'checklist.yaml': text}, {environment: 'prod'});
    expect(none).to.equal('--env: error: unknown environment "prod"; checklist.yaml has no environments');
    const some = text.replace('items:\n', 'environments: {staging: {}, production: {}}\nitems:\n');
    expect((await linted({'checklist.yaml': some}, {environment: 'stagin'})).text).to.equal(
      '--env: error: unknown environment "stagin"; checklist.yaml has staging, production. Did you mean "staging"?',
    );
  });

  it('of a file that is not there or no mapping', async () => {
    const files = {'checklist.yaml': checklistWith(responds('url: https://a.example')), 'list.yaml': '- a\n'};
    expect((await linted(files, {varFiles: ['vars.yaml', 'list.yaml']})).text).to.equal(
      'vars.yaml: error: there is no such file. In its folder: checklist.yaml, list.yaml.\n' +
        'list.yaml:1:1: error: is a list, not a mapping of names to values\n  - a\n  ^',
    );
  });

  it('decide whether an item applies', async () => {
    const text = vars(
      '  wanted: true\n  unwanted: false\n',
      ['${vars.wanted}', '${vars.unwanted}', '${vars.text}', 'false", because: "no stream here', 'true']
        .map(
          (when, i) => `  - {id: i${i}, title: x, check: ecs/is-stable, with: {service: service}, when: "${when}"}\n`,
        )
        .join(''),
    );
    const {checklist} = await linted({'checklist.yaml': text}, {vars: {text: 'false'}});
    expect(checklist?.items.map((item) => item.skipReason)).to.deep.equal([
      null,
      'when: ${vars.unwanted} is false',
      'when: ${vars.text} is false',
      'when: false: no stream here',
      null,
    ]);
  });
});

describe('secrets', () => {
  const text = vars(
    `  auth: Bearer \${env.TOKEN}\n  open: x\n`,
    responds('url: "https://${vars.host}", headers: {Authorization: "${vars.auth}", X: "${vars.open}"}'),
  );

  it('are redacted in the values that were used, also inside others', async () => {
    const secret = text.replace('items:\n', 'secrets: [TOKEN]\nitems:\n');
    const {checklist} = await linted({'checklist.yaml': secret}, {processEnv: {TOKEN: 's3cr3t'}});
    expect(checklist?.values.map(({name, value}) => [name, value])).to.deep.equal([
      ['vars.host', 'mcp.example.com'],
      ['env.TOKEN', '***'],
      ['vars.auth', '***'],
      ['vars.open', 'x'],
    ]);
    expect(checklist?.secretValues).to.deep.equal(['s3cr3t']);
    expect(checklist?.items[0]?.check?.params.headers).to.deep.equal({Authorization: 'Bearer s3cr3t', X: 'x'});
  });

  it('do not show in messages', async () => {
    const secret = text
      .replace('items:\n', 'secrets: [TOKEN]\nitems:\n')
      .replace('https://${vars.host}', '${env.TOKEN}');
    const {text: problems} = await linted({'checklist.yaml': secret}, {processEnv: {TOKEN: 's3cr3t'}});
    expect(problems).to.match(/error: with\.url "\[redacted\]" is not an http\(s\) URL \(written \$\{env\.TOKEN\}\)/);
    expect(problems).not.to.include('s3cr3t');
  });

  it('do not show in the line of the file either', async () => {
    const open = vars('  token: s3cr3t\n', responds('url: s3cr3t, headers: {X: "${vars.token}"}'));
    const secret = open.replace('items:\n', 'secrets: [token]\nitems:\n');
    const {text: problems} = await linted({'checklist.yaml': secret});
    expect(problems.split('\n').slice(1)).to.deep.equal([
      '    - {id: one, title: One, check: http/responds, with: {url: ******, headers: {X: "${vars.token}"}}}',
      '                                                              ^',
    ]);
  });

  it('that hide nothing are warned of', async () => {
    const secret = text.replace('items:\n', 'secrets: [TOKNE]\nitems:\n');
    const {checklist, text: problems} = await linted({'checklist.yaml': secret}, {processEnv: {TOKEN: 'x'}});
    expect(problems).to.match(/warning: no variable "TOKNE" is used, so this hides nothing\. Did you mean "TOKEN"\?/);
    expect(checklist).not.to.equal(null);
  });

  it('of fewer than four characters cannot be hidden', async () => {
    const secret = text.replace('items:\n', 'secrets: [TOKEN]\nitems:\n');
    for (const TOKEN of ['a', '443']) {
      const {checklist, text: problems} = await linted({'checklist.yaml': secret}, {processEnv: {TOKEN}});
      expect(checklist).to.equal(null);
      expect(problems).to.include('error: the value of "TOKEN" has fewer than 4 characters');
    }
  });
});
