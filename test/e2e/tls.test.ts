import {readFile} from 'node:fs/promises';
import {expect} from 'chai';
import type {ItemReport} from '../../src/model/report.ts';
import {HOST} from './support/proxies/proxy.ts';
import {run} from './support/run.ts';
import {makeBed, type TlsBed} from './tls/bed.ts';
import type {ExpectedTls, Oracle, TlsRow} from './tls/row.ts';
import {TLS_ROWS} from './tls/rows.ts';
import {readSaidOfTls, writeSaidOfTls} from './tls/said.ts';
import {runItems} from './wire/run.ts';
import {type Said, type SaidOfRow, withoutMeasures} from './wire/said.ts';

/** `UPDATE_GOLDEN=1` writes what is said anew, for a reviewer to read; `npm run generate` then makes the page of it. */
const IS_UPDATE = process.env.UPDATE_GOLDEN === '1';

describe('e2e: what servers present, and what the tool and other clients say of it', function () {
  this.timeout(600_000);
  const started = new AsyncDisposableStack();
  const ports = new Map<TlsRow, number>();
  const items = new Map<ExpectedTls, ItemReport>();
  let bed: TlsBed;

  before(async () => {
    bed = await makeBed(started);
    const rows = Object.values(TLS_ROWS).flat();
    for (const row of rows) ports.set(row, await row.start(bed));
    const looks = rows.flatMap((row) => row.looks.map((look) => ({look, port: ports.get(row)})));
    const asked = looks.map(({look, port}, index) => {
      const check = `tls/${look.check}`;
      return {
        id: `look-${index}`,
        title: `look-${index}`,
        check,
        with: {host: HOST, port, ...look.with},
        timeout: '60s',
      };
    });
    const reports = await runItems(asked, 4, await readFile(bed.root.cert, 'utf8'));
    for (const [index, {look}] of looks.entries()) {
      const report = reports.find(({id}) => id === `look-${index}`);
      if (report !== undefined) items.set(look, report);
    }
    if (IS_UPDATE) writeSaidOfTls(said());
  });

  after(() => started.disposeAsync());

  for (const [where, rows] of Object.entries(TLS_ROWS)) {
    describe(where, () => {
      for (const row of rows) {
        it(row.what, async () => {
          const told = readSaidOfTls().find((one) => one.where === where && one.what === row.what);
          for (const [index, look] of row.looks.entries()) {
            const item = items.get(look);
            expectSaid(look, {status: item?.status ?? '', says: item?.summary ?? '', toDo: item?.fix ?? ''});
            // What the docs show may be of another day, and has to be as right.
            expectSaid(look, told?.said[index]);
          }
          await expectAlike(row.oracle, ports.get(row) ?? 0, bed);
        });
      }
    });
  }

  it('is in the docs as it is now', () => {
    const rows = (all: readonly SaidOfRow[]) => all.map(({where, what}) => ({where, what}));
    expect(rows(readSaidOfTls())).to.deep.equal(rows(said()));
  });

  function said(): readonly SaidOfRow[] {
    return Object.entries(TLS_ROWS).flatMap(([where, rows]) =>
      rows.map(({what, looks}) => ({where, what, clients: null, said: looks.map(saidBy)})),
    );
  }

  function saidBy(look: ExpectedTls): Said {
    const {status = '', summary = '', fix = ''} = items.get(look) ?? {};
    return {check: `tls/${look.check}`, status, says: withoutNumbers(summary), toDo: withoutNumbers(fix ?? '')};
  }
});

/** Serial numbers and dates are others each time. */
function withoutNumbers(text: string): string {
  return withoutMeasures(text)
    .replace(/\b[0-9A-F]{30,40}\b/g, '…')
    .replace(/\b\d{4}-\d\d-\d\dT[\d:.]+Z/g, '…')
    .replace(/\b\d+\.\d(?= days)/g, '…');
}

function expectSaid(look: ExpectedTls, told: Omit<Said, 'check'> | undefined): void {
  const {status = '', says = '', toDo = ''} = told ?? {};
  const message = `${look.check}: ${status}: ${says}\n  to do: ${toDo}\n`;
  expect(status, message).to.equal(look.status);
  for (const words of look.says ?? []) expect(says, message).to.match(words);
  for (const words of look.toDo ?? []) expect(toDo, message).to.match(words);
  for (const words of look.never ?? []) expect(`${says} ${toDo}`, message).not.to.match(words);
}

/** curl and OpenSSL's own client, which share no code with the probe. */
async function expectAlike({curl, openssl, sClient = []}: Oracle, port: number, {root}: TlsBed): Promise<void> {
  if (curl !== undefined) {
    const resolve = `${HOST}:${port}:127.0.0.1`;
    const args = ['-sS', '-o', '/dev/null', '--max-time', '30', '--cacert', root.cert, '--resolve', resolve];
    const {code, stderr} = await run('curl', [...args, `https://${HOST}:${port}/`]);
    expect(code, stderr).to.equal(curl);
  }
  if (openssl === undefined) return;
  const name = sClient.includes('-noservername') ? [] : ['-servername', HOST];
  const args = ['s_client', '-connect', `127.0.0.1:${port}`, ...name, '-CAfile', root.cert, '-verify_hostname', HOST];
  const {stdout, stderr} = await run('openssl', [...args, ...sClient]);
  expect(`${stdout}\n${stderr}`).to.match(openssl);
}
