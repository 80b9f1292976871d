import {once} from 'node:events';
import {mkdir, mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect} from 'chai';
import {runInProcess} from '../support/run-in-process.ts';
import {secretsIn} from '../support/secret-linter.ts';
import {spellingsOf} from '../support/spellings.ts';

/** Declared in the checklist. */
const DECLARED = 'Canary/7Q&"zw+Plover9';
/** Known to nobody but the probe that sends it. */
const USER_INFO = 'finch:Wren-4711-Heron';
const SESSION_TOKEN = 'IQoJb3JpZ2luX2VjEHgaDGV1LWNlbnRyYWwtMSJIMEYCIQ/Osprey+KESTREL==';
const SECRET_KEY = 'wJalrXUtnFEMI/K7MDENG/bPxRfiMERLIN';

const KINDS = ['body', 'header', 'redirect', 'stream'] as const;
type Kind = (typeof KINDS)[number];

interface Size {
  /** Where a server may write the spelling of this index. */
  readonly kindsOf: (index: number) => readonly Kind[];
  /** Before how many characters the secret begins that the end of what is shown cuts. */
  readonly cuts: readonly number[];
}

/** At every push: each spelling in one place. */
export const ONE_PLACE: Size = {
  kindsOf: (index) => KINDS.filter((_, kind) => kind === index % KINDS.length),
  cuts: [60, 66, 72, 78, 180, 186, 192, 198].map((at, index) => at + (index % 4)),
};

/** Each spelling in every place, and cut at every character. */
export const EVERY_PLACE: Size = {
  kindsOf: () => KINDS,
  cuts: Array.from({length: 24}, (_, index) => [60 + index, 180 + index]).flat(),
};

/** Runs the tool on servers and files that give secrets away in all their spellings, and looks for them in all it wrote. */
export function describeCanaries({kindsOf, cuts}: Size): void {
  const spelled = Object.entries(spellingsOf(DECLARED));
  const written: Record<string, string> = {};
  let folder = '';
  let server: ReturnType<typeof createServer>;

  before(async function () {
    this.timeout(60_000);
    folder = await mkdtemp(join(tmpdir(), 'canaries-'));
    server = createServer((request, response) => {
      const {pathname} = new URL(request.url ?? '/', 'http://x');
      const [, kind = '', index = '0'] = pathname.split('/');
      const canary = spelled[Number(index)]?.[1] ?? '';
      const asHeader = Buffer.from(canary.replace(/[\r\n]+/g, ' ')).toString('latin1');
      switch (kind) {
        case 'body':
          return response.end(`it says ${canary}, it does`);
        case 'cut':
          return response.end(`${'x'.repeat(Number(index))}${DECLARED}`);
        case 'header':
          return response.writeHead(500, {'x-echo': asHeader, 'content-type': `text/plain; x=${asHeader}`}).end();
        case 'redirect':
          return response.writeHead(302, {location: `/login/${asHeader}`}).end();
        case 'stream':
          response.writeHead(200, {'content-type': 'text/event-stream'});
          return response.end(`event: ${canary.replace(/\s/g, '')}\ndata: ${canary.replace(/\s+/g, '\ndata: ')}\n\n`);
        case 'who': {
          const authorization = request.headers.authorization ?? '';
          const base64 = authorization.replace('Basic ', '');
          return response.end(
            `you are ${base64}, ${Buffer.from(base64, 'base64')}, ${Buffer.from(USER_INFO).toString('hex')}`,
          );
        }
        default: {
          // AWS, which quotes what it was sent.
          const quoted = Object.entries(request.headers)
            .map(([name, value]) => `${name}:${value}`)
            .join('\n');
          const message = `The request signature we calculated does not match. Token ${SESSION_TOKEN}, key ${SECRET_KEY}, ${DECLARED.replace('&', '&amp;')}.

The Canonical String for this request should have been
'POST
/

${quoted}'`;
          response.writeHead(403, {'content-type': 'text/xml'});
          return response.end(
            `<ErrorResponse><Error><Type>Sender</Type><Code>SignatureDoesNotMatch</Code><Message>${message}</Message></Error></ErrorResponse>`,
          );
        }
      }
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const withOf: Readonly<Record<Kind, string>> = {
      body: 'bodyContains: nothing',
      header: 'contentType: text/html',
      redirect: '',
      stream: 'holdFor: 1s',
    };
    const items = spelled.flatMap((_, i) =>
      kindsOf(i).map((kind) => {
        const check = kind === 'stream' ? 'sse/stream-holds' : 'http/responds';
        const given = [`url: "${base}/${kind}/${i}"`, withOf[kind]].filter((one) => one !== '').join(', ');
        return `- {id: ${kind}-${i}, title: ${kind}, check: ${check}, with: {${given}}}`;
      }),
    );
    items.push(
      ...cuts.map(
        (at) =>
          `- {id: cut-${at}, title: Cut, check: http/responds, with: {url: "${base}/cut/${at}", bodyContains: nothing}}`,
      ),
      `- {id: who, title: Who, check: http/responds, with: {url: "${base.replace('://', `://${USER_INFO}@`)}/who", bodyContains: nothing}}`,
      `- {id: sent, title: "sends \${env.CANARY}", check: http/responds, with: {url: "${base}/x/\${vars.path}", headers: {X-Note: "\${env.CANARY}"}, bodyContains: "\${env.CANARY}", json: {/a: "\${env.CANARY}"}}}`,
      `- {id: refused, title: Refused, check: http/responds, with: {url: "http://127.0.0.1:1/\${vars.path}"}, control: "${base}/c/\${vars.path}"}`,
      `- {id: file, title: File, check: repo/file-contains, with: {path: NOTES.md, heading: "\${env.CANARY}?"}}`,
      `- {id: terraform, title: Terraform, check: repo/terraform-declares, with: {files: ["*.tf"], type: aws_lb, name: x, attributes: {name: "\${env.CANARY}"}}}`,
      `- {id: aws, title: AWS, check: acm/certificate-covers-host, with: {alb: alb, host: mcp.example.com}}`,
      `- {id: skipped, title: Skipped, when: false, because: 'of \${env.CANARY}', check: http/responds, with: {url: "${base}/x"}}`,
      `- {id: person, title: Person, manual: {ask: "Is \${env.CANARY} right?", approvers: [ops]}}`,
    );
    await writeFile(
      join(folder, 'checklist.yaml'),
      `version: 1\ntitle: "All about \${env.CANARY}"\nsecrets: [CANARY, PATH_TEXT]\nvars:\n  path: "\${env.PATH_TEXT}"\n` +
        `rollback: {steps: [{do: "undo \${env.CANARY}", by: jd, takes: 5m, command: "curl -H 'X: \${env.CANARY}'"}]}\n` +
        `people: {ops: [jd]}\nresources:\n  alb: {loadBalancer: central-alb, listener: 443}\ndefaults: {timeout: 5s}\nitems:\n` +
        items.map((item) => `  ${item}\n`).join(''),
    );
    await writeFile(
      join(folder, 'NOTES.md'),
      spelled.map(([how, canary]) => `# ${how} ${canary.replace(/\s+/g, ' ')}\n`).join('\n'),
    );
    await writeFile(join(folder, 'main.tf'), `resource "aws_lb" "x" {\n  name = ${JSON.stringify(DECLARED)}\n}\n`);
    await writeFile(
      join(folder, 'waivers.yaml'),
      `version: 1\nwaivers:\n  - {item: body-0, reason: ${JSON.stringify(DECLARED)}, approver: jd, expires: 2099-01-01}\n`,
    );
    await mkdir(join(folder, 'signoffs/default'), {recursive: true});
    await writeFile(
      join(folder, 'signoffs/default/person.yaml'),
      `version: 1\nverdict: rejected\nby: jd\nat: 2026-11-01T10:00:00Z\ncomment: ${JSON.stringify(DECLARED)}\nevidence: https://x/?a=${encodeURIComponent(DECLARED)}\nasked: ${'a'.repeat(64)}\n`,
    );
    const env = {
      CANARY: DECLARED,
      PATH_TEXT: encodeURIComponent(DECLARED),
      AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
      AWS_SECRET_ACCESS_KEY: SECRET_KEY,
      AWS_SESSION_TOKEN: SESSION_TOKEN,
      AWS_REGION: 'eu-central-1',
    };
    const [report, recording] = [join(folder, 'report.json'), join(folder, 'recording.json')];
    const file = join(folder, 'checklist.yaml');
    const at = ['--endpoint-url', base];
    const run = await runInProcess(
      ['run', file, '--verbose', '--reporter', `json:${report}`, '--record', recording, ...at],
      {env},
    );
    const replay = await runInProcess(['run', file, '--verbose', '--json', '--replay', recording], {env});
    const trace = await runInProcess(
      ['trace', `https://mcp.example.com/${encodeURIComponent(DECLARED)}`, '--checklist', file, '--json', ...at],
      {env},
    );
    const lint = await runInProcess(['lint', file, '--json'], {env});
    const explained = ['sent', 'skipped', 'person', 'terraform'].map((id) => ['explain', id, '--checklist', file]);
    const others = [...explained, ['signoff', 'list', file], ['status', file], ['decide', report, '--explain']];
    for (const argv of others) {
      const {stdout, stderr, status} = await runInProcess(argv, {env});
      expect(status, argv.join(' ')).not.to.equal(2);
      written[argv.slice(0, 2).join(' ')] = stdout + stderr;
    }
    Object.assign(written, {
      report: await readFile(report, 'utf8'),
      recording: await readFile(recording, 'utf8'),
      'screen of the run': run.stdout + run.stderr,
      'report of the replay': replay.stdout,
      'screen of the replay': replay.stderr,
      trace: trace.stdout + trace.stderr,
      lint: lint.stdout + lint.stderr,
    });
  });

  after(async () => {
    server.closeAllConnections();
    server.close();
    await rm(folder, {recursive: true, force: true});
  });

  /** As it would be in a text or in a JSON document. */
  function shows(text: string, canary: string): boolean {
    return [canary, JSON.stringify(canary).slice(1, -1), canary.replace(/\s+/g, ' ')].some((one) => text.includes(one));
  }

  for (const [how, canary] of spelled) {
    it(`are nowhere ${how}`, () => {
      for (const [where, text] of Object.entries(written)) expect(shows(text, canary), where).to.equal(false);
    });
  }

  it('are nowhere in part', () => {
    for (const [where, text] of Object.entries(written)) {
      for (let i = 0; i + 8 <= DECLARED.length; i++) {
        expect(shows(text, DECLARED.slice(i, i + 8)), `${where}: ${DECLARED.slice(i, i + 8)}`).to.equal(false);
      }
    }
  });

  it('that only a request holds are nowhere', () => {
    const [, password = ''] = USER_INFO.split(':');
    for (const secret of [password, SESSION_TOKEN, SECRET_KEY]) {
      for (const [how, canary] of Object.entries(spellingsOf(secret))) {
        for (const [where, text] of Object.entries(written))
          expect(shows(text, canary), `${where}: ${how}`).to.equal(false);
      }
    }
    for (const [where, text] of Object.entries(written)) {
      expect(text, where).not.to.include(Buffer.from(USER_INFO).toString('base64').slice(0, 20));
    }
  });

  it('are not what a linter of secrets finds, either', async () => {
    const found = await Promise.all(Object.entries(written).map(([where, text]) => secretsIn(`${where}.txt`, text)));
    expect(found.flat()).to.deep.equal([]);
  });

  it('were there to be found', () => {
    const {report = '', recording = ''} = written;
    expect(JSON.parse(report).items.length).to.be.greaterThan(spelled.length + cuts.length);
    for (const text of [report, recording]) expect(text.split('[redacted]').length).to.be.greaterThan(spelled.length);
  });
}
