import {readFileSync} from 'node:fs';
import {expect} from 'chai';
import {REASONS} from '../house/members/index.ts';
import type {Reason} from '../house/members/reasons.ts';

/** Written by `npm run generate`, which asks the compiler. */
const UNREAD: {
  readonly members: Readonly<Record<string, readonly string[]>>;
  readonly fields: Readonly<Record<string, readonly string[]>>;
} = JSON.parse(readFileSync(new URL('../house/members/unread.json', import.meta.url), 'utf8'));

function namesOf(reasons: readonly Reason[]): string[] {
  return reasons.flatMap(({of, unread}) => unread.split(' ').map((name) => `${of}.${name}`));
}

/** What is in one of the two lists alone, or twice in the second. */
function differences(unread: readonly string[], reasons: readonly Reason[]): string[] {
  const explained = namesOf(reasons);
  return [
    ...unread.filter((name) => !explained.includes(name)).map((name) => `${name} is read by nobody, and has no reason`),
    ...explained
      .filter((name) => !unread.includes(name))
      .map((name) => `${name} has a reason why nobody reads it, but is read, or is no longer there`),
    ...explained.filter((name, i) => explained.indexOf(name) !== i).map((name) => `${name} has two reasons`),
  ];
}

describe('what AWS says', () => {
  for (const [service, {members, fields}] of Object.entries(REASONS)) {
    for (const [client, reasons] of Object.entries(members)) {
      it(`in answers of ${client} is mapped, or has a reason why it is not (test/house/members/${service}.ts)`, () => {
        expect(differences(UNREAD.members[client] ?? [], reasons)).to.deep.equal([]);
      });
    }
    it(`in facts of ${service} is read by what judges, or has a reason why it is not (test/house/members/${service}.ts)`, () => {
      expect(differences(UNREAD.fields[service] ?? [], fields)).to.deep.equal([]);
    });
  }

  it('has a list for every client and every service', () => {
    const lists = Object.values(REASONS).flatMap(({members}) => Object.keys(members));
    expect(lists.toSorted()).to.deep.equal(Object.keys(UNREAD.members));
    expect(Object.keys(REASONS)).to.include.members(Object.keys(UNREAD.fields));
  });

  it('is not left unread without saying why', () => {
    const reasons = Object.values(REASONS).flatMap(({members, fields}) => [
      ...Object.values(members).flat(),
      ...fields,
    ]);
    for (const {of, because} of reasons) {
      expect(because.length, of).to.be.above(15);
      expect(because, of).not.to.match(/not (?:needed|used|relevant|interesting)/i);
    }
  });
});
