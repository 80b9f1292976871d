import {expect} from 'chai';
import type {Report} from '../../src/model/report.ts';
import type {NameReport} from '../../src/model/report-name.ts';
import {namesText} from '../../src/render/names-text.ts';

const HOST = 'mcp.run.georgi.io';

const LOOK: NameReport = {
  items: ['seen'],
  name: HOST,
  type: 'A',
  server: {name: null, address: '9.9.9.9', port: 53, role: 'resolver', isSystem: false},
  at: '2026-11-22T12:00:00.000Z',
  rcode: 'NOERROR',
  isAuthoritative: false,
  answers: [{name: HOST, type: 'A', ttlSeconds: 60, value: '192.0.2.10'}],
  until: '2026-11-22T12:01:00.000Z',
  verdict: 'good',
  says: '',
};

const SERVER = {
  name: 'ns-1234.awsdns-12.co.uk',
  address: '205.251.196.210',
  port: 53,
  role: 'authority',
  isSystem: false,
} as const;
const AUTHORITY: NameReport = {...LOOK, server: SERVER, isAuthoritative: true, until: null};
const NONE: NameReport = {...AUTHORITY, type: 'AAAA', answers: []};
const BEHIND: NameReport = {
  ...LOOK,
  server: {...LOOK.server, address: '127.0.0.53', isSystem: true},
  answers: [{name: HOST, type: 'A', ttlSeconds: 3600, value: '198.51.100.7'}],
  until: '2026-11-22T13:00:00.000Z',
  verdict: 'bad',
  says: 'no name server says 198.51.100.7',
};
const SILENT: NameReport = {
  ...LOOK,
  server: {...LOOK.server, address: '2001:db8::8888', port: 5353},
  rcode: null,
  answers: [],
  until: null,
  verdict: 'open',
  says: 'nothing came within 5 s',
};

const LAYOUT = {paint: (_format: unknown, text: string) => text, width: 80, verbose: false};

function shown(names: readonly NameReport[], width = 80): string[] {
  return namesText({names} as Report, HOST, {...LAYOUT, width}).split('\n');
}

describe('the table of who answers what', () => {
  it('has a row for each server, with what is not well below it', () => {
    expect(shown([AUTHORITY, NONE, LOOK, BEHIND, SILENT])).to.deep.equal([
      '  WHO                      SAYS               UNTIL (UTC)',
      '✔ ns-1234.awsdns-12.co.uk  A 192.0.2.10 (AA)  TTL 60 s',
      '  205.251.196.210          AAAA none (AA)',
      '✔ 9.9.9.9                  A 192.0.2.10       12:01:00',
      '✖ 127.0.0.53 (system)      A 198.51.100.7     13:00:00',
      '  no name server says 198.51.100.7',
      '? 2001:db8::8888#5353      A no answer',
      '  nothing came within 5 s',
    ]);
  });

  it('fits into 80 columns and into 60, whatever is answered', () => {
    const many = Array.from({length: 12}, (_, index) => ({
      name: HOST,
      type: 'A',
      ttlSeconds: 60,
      value: `192.0.2.${100 + index}`,
    }));
    const long = {name: HOST, type: 'CNAME', ttlSeconds: 60, value: `${'a'.repeat(63)}.${'b'.repeat(63)}.example`};
    const strange = {...AUTHORITY, server: {...SERVER, name: `${'n'.repeat(60)}.example`}, answers: [long, ...many]};
    for (const width of [60, 80]) {
      for (const line of shown([strange, BEHIND], width)) expect(line.length, line).to.be.lessThan(width);
    }
  });

  it('is empty where nobody was asked about the host', () => {
    expect(shown([{...LOOK, name: 'lb.example'}])).to.deep.equal(['']);
    expect(namesText({} as Report, HOST, LAYOUT)).to.equal('');
  });

  it('lets nothing through that a terminal obeys', () => {
    const evil = {
      ...LOOK,
      answers: [{name: HOST, type: 'CNAME', ttlSeconds: 1, value: '\u001b[2J'}],
      says: '\u001b[31mred',
    };
    expect(shown([evil]).join('\n')).not.to.include('\u001b');
  });
});
