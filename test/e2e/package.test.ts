import {execFileSync, spawnSync} from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {delimiter, dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {expect} from 'chai';
import {runJob, workflow} from '../support/ci-example.ts';
import {npmEnvironment} from './support/npm.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

function npm(cwd: string, ...args: string[]): string {
  return execFileSync('npm', args, {cwd, env: npmEnvironment(), encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe']});
}

function newPackage(name: string, contents: object): string {
  const folder = mkdtempSync(join(tmpdir(), `migrate-check-${name}-`));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({private: true, type: 'module', ...contents}));
  return folder;
}

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

describe('the package as it is installed', function () {
  // Packages are installed, which takes as long as the registry needs.
  this.timeout(900_000);

  let home: string;
  let installed: string;

  before(() => {
    home = newPackage('consumer', {});
    const [{filename}] = JSON.parse(npm(root, 'pack', '--json', '--ignore-scripts', '--pack-destination', home));
    npm(home, 'install', '--omit=dev', '--no-audit', '--no-fund', `./${filename}`);
    installed = join(home, 'node_modules/migrate-check');
  });

  after(() => rmSync(home, {recursive: true, force: true}));

  const bin = () => join(installed, 'bin/run.js');

  function run(file: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Ended {
    const path = [dirname(process.execPath), process.env.PATH].join(delimiter);
    return spawnSync(file, args, {cwd: home, env: {...process.env, PATH: path, ...env}, encoding: 'utf8'});
  }

  it('brings no dependency for development and no test', () => {
    expect(existsSync(join(home, 'node_modules/mocha'))).to.equal(false);
    const brought = readdirSync(installed).filter((name) => name !== 'node_modules');
    expect(brought).to.include.members(['bin', 'dist', 'docs', 'schema', 'package.json', 'THIRD-PARTY-LICENSES']);
    expect(brought).to.include.members(['README.md', 'LICENSE', 'CHANGELOG.md', 'SECURITY.md', 'CONTRIBUTING.md']);
    for (const name of ['src', 'test', 'scripts', 'bench']) expect(brought).not.to.include(name);
    const pjson = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
    expect(pjson).to.deep.include({license: 'MIT'});
    expect(pjson.scripts).not.to.have.any.keys('prepare', 'preinstall', 'install', 'postinstall');
    expect(pjson).not.to.have.property('private');
  });

  it('is at most 10 packages and 20 MB', () => {
    const modules = join(home, 'node_modules');
    const {packages} = JSON.parse(readFileSync(join(modules, '.package-lock.json'), 'utf8'));
    expect(Object.keys(packages).length, Object.keys(packages).join(' ')).to.be.at.most(10);
    const files = readdirSync(modules, {recursive: true, withFileTypes: true}).filter((entry) => entry.isFile());
    const bytes = files.reduce((sum, {parentPath, name}) => sum + lstatSync(join(parentPath, name)).size, 0);
    expect(bytes / 2 ** 20).to.be.below(20);
  });

  it('names no folder of the machine that made it', () => {
    const files = readdirSync(installed, {recursive: true, withFileTypes: true}).filter((entry) => entry.isFile());
    const paths = files.map(({parentPath, name}) => join(parentPath, name));
    const folders = ['src', 'node_modules'].map((name) => join(root, name, '/'));
    const naming = paths.filter((path) => {
      const text = readFileSync(path, 'utf8');
      return folders.some((folder) => text.includes(folder));
    });
    expect(naming).to.deep.equal([]);
  });

  it('names the licence of everything in the bundle', () => {
    const text = readFileSync(join(installed, 'THIRD-PARTY-LICENSES'), 'utf8');
    for (const name of ['@aws-sdk/client-ec2', '@oclif/core', 'undici', 'ws', 'yaml', 'zod']) {
      expect(text).to.match(new RegExp(`^${name}@\\d\\S* \\([\\w.-]+\\)$`, 'm'));
    }
  });

  it('has every command, with its help', () => {
    const {commands} = JSON.parse(readFileSync(join(installed, 'oclif.manifest.json'), 'utf8'));
    expect(Object.keys(commands)).to.have.length.above(10);
    for (const name of Object.keys(commands)) {
      const {status, stdout, stderr} = run(process.execPath, [bin(), name, '--help']);
      expect(status, `${name}: ${stderr}`).to.equal(0);
      expect(stdout, name).to.contain('USAGE');
    }
  });

  describe('works', () => {
    const url = 'https://mcp.run.georgi.io/jessica-service/mcp/sse/stream';
    const checklist = () => join(installed, 'checklist.yaml');
    // Nothing listens on port 9: clients and credentials are loaded, and AWS is not there.
    const nowhere = ['--endpoint-url', 'http://127.0.0.1:9', '--region', 'eu-central-1', '--quiet'];
    const cases: readonly [string, () => string[], number, RegExp][] = [
      ['list', () => ['list'], 0, /^sse\/stream-holds/m],
      ['explain', () => ['explain', 'alb/no-dead-rules'], 0, /alb\/no-dead-rules/],
      ['lint', () => ['lint', checklist(), '--json'], 0, /"problems": \[/],
      ['iam', () => ['iam', checklist()], 0, /elasticloadbalancing:DescribeRules/],
      ['trace', () => ['trace', url, '--lab', 'rule-order'], 1, /rule/],
      ['serve', () => ['serve', '--list-faults'], 0, /header-delay=DUR/],
      [
        'check on the wire',
        () => ['check', 'http/responds', '--with', 'url=http://127.0.0.1:9/', '--json'],
        1,
        /connection was refused/,
      ],
      ['mcp', () => ['mcp', 'http://127.0.0.1:9/mcp', '--json'], 1, /connection was refused/],
      [
        'check of AWS',
        () => ['check', 'alb/no-dead-rules', '--with', 'alb=a', ...nowhere, '--json'],
        3,
        /ECONNREFUSED/,
      ],
      [
        'check of EC2',
        () => [
          'check',
          'ec2/port-open-to',
          '--with',
          'alb=a',
          '--with',
          'port=443',
          '--with',
          'from=192.0.2.1/32',
          ...nowhere,
          '--json',
        ],
        3,
        /ECONNREFUSED/,
      ],
      [
        'dns',
        () => ['dns', 'mcp.run.georgi.io', '--dns-server', '127.0.0.1:1', ...nowhere, '--json'],
        3,
        /ECONNREFUSED/,
      ],
      [
        'ecs',
        () => ['ecs', 'main/jessica', '--alb', 'a', '--target-group', 't', ...nowhere, '--json'],
        3,
        /ECONNREFUSED/,
      ],
    ];
    for (const [what, args, exit, prints] of cases) {
      it(what, () => {
        const credentials = {AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'y', AWS_EC2_METADATA_DISABLED: 'true'};
        const {status, stdout, stderr} = run(process.execPath, [bin(), ...args()], credentials);
        expect(stdout, stderr).to.match(prints);
        expect(status, stdout + stderr).to.equal(exit);
      });
    }

    it('with what an account says of its credentials, in each way that a profile can', () => {
      const profiles: Readonly<Record<string, readonly [string, RegExp]>> = {
        sso: ['sso_session = s\nsso_account_id = 111111111111\nsso_role_name = r', /SSO session/],
        process: ['credential_process = /bin/false', /no credentials/],
        role: ['role_arn = arn:aws:iam::111111111111:role/r\nsource_profile = keys', /ECONNREFUSED/],
        login: ['login_session = arn:aws:iam::111111111111:user/x', /Failed to load token/],
        container: ['role_arn = arn:aws:iam::111111111111:role/r\ncredential_source = EcsContainer', /no credentials/],
        none: ['output = json', /no credentials/],
      };
      const sections = Object.entries(profiles).map(
        ([name, [text]]) => `[profile ${name}]\nregion = eu-central-1\n${text}`,
      );
      const session = '[sso-session s]\nsso_region = eu-central-1\nsso_start_url = https://example.invalid/start';
      const keys = '[profile keys]\naws_access_key_id = x\naws_secret_access_key = y';
      writeFileSync(join(home, 'aws-config'), [...sections, session, keys].join('\n\n'));
      for (const [name, [, says]] of Object.entries(profiles)) {
        const text = `version: 1
title: Credentials
accounts:
  a: {id: "111111111111", region: eu-central-1, profile: ${name}}
resources:
  zone: {account: a, hostedZone: georgi.io}
items:
  - {id: ttl, title: ttl, check: dns/ttl-is-lowered, with: {host: mcp.run.georgi.io, zone: zone, atMost: 60s}}
`;
        writeFileSync(join(home, 'credentials.yaml'), text);
        const env = {AWS_CONFIG_FILE: join(home, 'aws-config'), AWS_EC2_METADATA_DISABLED: 'true'};
        const {stdout} = run(process.execPath, [bin(), 'run', 'credentials.yaml', '--json', ...nowhere], env);
        expect(stdout, name).to.match(says);
        expect(stdout, name).not.to.contain('a bug of');
      }
    });

    it('with HCL, whose parser is not in the bundle, and from a recording', () => {
      writeFileSync(join(home, 'main.tf'), 'resource "aws_lb" "central" {\n  idle_timeout = 120\n}\n');
      writeFileSync(
        join(home, 'terraform.yaml'),
        `version: 1
title: Terraform
items:
  - id: declared
    title: declared
    check: repo/terraform-declares
    with: {files: main.tf, type: aws_lb, attributes: {idle_timeout: 120}}
`,
      );
      const args = [bin(), 'run', 'terraform.yaml', '--quiet'];
      const recorded = run(process.execPath, [...args, '--record', 'facts.json']);
      expect(recorded.status, recorded.stderr).to.equal(0);
      rmSync(join(home, 'main.tf'));
      const replayed = run(process.execPath, [...args, '--replay', 'facts.json']);
      expect(replayed.status, replayed.stderr).to.equal(0);
    });
  });

  it('runs the shipped checklist on the built-in world', () => {
    const {status, stdout, stderr} = run('npx', ['--no-install', 'migrate-check', 'lab']);
    expect(status, stderr).to.equal(0);
    expect(stdout).to.equal('');
    expect(stderr).to.match(/\bLAB\b/);
  });

  it("is installed, lints and is tried as in README's workflow for a pull request", () => {
    copyFileSync(join(installed, 'checklist.yaml'), join(home, 'checklist.yaml'));
    const {lint} = workflow().jobs;
    if (lint === undefined) throw new Error("README's workflow has no job lint");
    const path = [dirname(process.execPath), process.env.PATH].join(delimiter);
    const {ran, output} = runJob(lint, home, {...npmEnvironment(), PATH: path, CI: 'true'});
    expect(ran, output).to.deep.equal([
      ['npm ci', 0],
      ['npx migrate-check lint', 0],
      ['npx migrate-check lab', 0],
    ]);
  });

  it('finds its schemas', () => {
    const names = readdirSync(join(installed, 'schema'));
    expect(names).to.have.members(
      ['checklist', 'events', 'report', 'signoff', 'waivers'].map((name) => `${name}.schema.json`),
    );
    for (const name of names) {
      const {status, stdout} = run('npx', [
        '--no-install',
        'migrate-check',
        'schema',
        name.replace('.schema.json', ''),
      ]);
      expect(status).to.equal(0);
      expect(JSON.parse(stdout)).to.deep.equal(JSON.parse(readFileSync(join(installed, 'schema', name), 'utf8')));
    }
  });

  it('is a library with types', () => {
    mkdirSync(join(home, 'consumer'), {recursive: true});
    const program = `import {type Check, defineCheck, type Report} from 'migrate-check';
import {createReferenceServer, type ReferenceServer} from 'migrate-check/mcp-server';
export const verdictOf = (report: Report): 'proceed' | 'hold' | 'rollback' | undefined => report.decision?.verdict;
// @ts-expect-error a check without its parts is none
export const nothing: Check = {};
const server: ReferenceServer = createReferenceServer({basePath: '/j', port: 0});
const {url} = await server.listen();
const events = await (await fetch(url + '/mcp/sse/events?count=1')).text();
await server.close();
console.log(typeof defineCheck, events.includes('"seq":1'));
`;
    writeFileSync(join(home, 'consumer/program.ts'), program);
    const compilerOptions = {
      strict: true,
      noEmit: true,
      module: 'nodenext',
      target: 'es2024',
      // Whatever the declarations refer to must exist.
      skipLibCheck: false,
      types: ['node'],
      typeRoots: [join(root, 'node_modules/@types')],
    };
    writeFileSync(join(home, 'consumer/tsconfig.json'), JSON.stringify({compilerOptions, include: ['*.ts']}));
    const tsc = run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', 'consumer']);
    expect(tsc.stdout + tsc.stderr).to.equal('');
    expect(tsc.status).to.equal(0);
    const {status, stdout, stderr} = run(process.execPath, ['consumer/program.ts']);
    expect(stderr).to.equal('');
    expect(stdout).to.equal('function true\n');
    expect(status).to.equal(0);
  });

  describe("on npm's own builds of Node.js", () => {
    const folders: string[] = [];

    after(() => folders.forEach((folder) => void rmSync(folder, {recursive: true, force: true})));

    /** The build's path. Its package unpacks it in an install script, which npm runs only where it is allowed to. */
    function nodeOf(version: string): string {
      const folder = newPackage('node', {allowScripts: {node: true}});
      folders.push(folder);
      npm(folder, 'install', '--no-audit', '--no-fund', `node@${version}`);
      return join(folder, 'node_modules/node/bin/node');
    }

    it('works on the oldest that it says it works on', () => {
      const {engines}: {engines: {node: string}} = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
      const node = nodeOf(engines.node.replace('>=', ''));
      const bin = join(installed, 'bin/run.js');
      expect(run(node, [bin, '--version']).stdout).to.match(/^migrate-check \d+\.\d+\.\d+\n$/);
      expect(run(node, [bin, '--help']).stdout).to.include('COMMANDS');
      // Its HTTP server is asked for upgrades in another way than that of later ones.
      const program = `import {request} from 'node:http';
import {connect} from 'node:net';
import {createReferenceServer} from 'migrate-check/mcp-server';
const server = createReferenceServer({basePath: '/j', port: 0});
const {port} = await server.listen();
const asked = (path, upgrade) => new Promise((resolve, reject) => {
  const headers = {Connection: 'Upgrade', Upgrade: upgrade, 'Sec-WebSocket-Version': 13, 'Sec-WebSocket-Key': 'AAAAAAAAAAAAAAAAAAAAAA=='};
  const done = ({statusCode, socket}) => (socket.destroy(), resolve(statusCode));
  request({port, path, headers}).on('response', done).on('upgrade', done).on('error', reject).end();
});
const statuses = [];
for (const [path, upgrade] of [['/health', 'h2c'], ['/j/events', 'foo'], ['/j/nowhere', 'websocket'], ['/j/ws', 'websocket']]) {
  statuses.push(await asked(path, upgrade));
}
// An answer that is still to come on the same connection, and a body.
const both = 'GET /j/events HTTP/1.1\\r\\nHost: localhost\\r\\n\\r\\nGET /health HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: Upgrade\\r\\nUpgrade: h2c\\r\\n\\r\\n';
await new Promise((resolve) => connect(port, '127.0.0.1').on('error', () => {}).on('data', () => {}).on('close', resolve).end(both));
const body = {method: 'POST', headers: {Connection: 'Upgrade', Upgrade: 'h2c', 'Content-Length': 4}};
statuses.push(await new Promise((resolve, reject) => {
  request({port, path: '/j/api/v1/echo', ...body}, ({statusCode, socket}) => (socket.destroy(), resolve(statusCode))).on('error', reject).end('body');
}));
await server.close();
console.log(statuses.join(' '));
`;
      writeFileSync(join(home, 'upgrades.mjs'), program);
      const upgrades = run(node, ['upgrades.mjs']);
      expect(upgrades.stdout, upgrades.stderr).to.equal('200 200 404 101 400\n');
      const lab = run(node, [bin, 'lab']);
      expect(lab.status, lab.stderr).to.equal(0);
    });

    it('refuses on an older one in a line that says what is needed, what is there, and what to do', () => {
      const node = nodeOf('20');
      // The guard is TypeScript, which Node.js 20 cannot read; nothing of ours runs there but the refusal.
      const {status, stdout, stderr} = run(node, [join(installed, 'bin/run.js'), 'lab'], {NODE_OPTIONS: ''});
      expect(stderr).to.match(
        /^migrate-check needs Node\.js >=22\.19\.0, found 20\.\d+\.\d+ \(.*\); install [^\n]*\n$/,
      );
      expect(stdout).to.equal('');
      expect(status).to.equal(2);
    });
  });
});
