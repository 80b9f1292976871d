import {expect} from 'chai';
import {SeenNames} from '../../../src/model/facts/seen-names.ts';
import type {NameServer} from '../../../src/model/facts/wire/names.ts';
import {resolverNamed, SILENT_NAMES, unanswered} from '../../support/name-looks.ts';

const [SLOW, QUICK] = [resolverNamed('192.0.2.1'), resolverNamed('192.0.2.2')];
const HOST = {name: 'mcp.georgi.io', type: 'A'} as const;

function places(seen: SeenNames): string[] {
  return seen.all().map(({look, items}) => `${look.server.address} ${look.type} ${items.join('+')}`);
}

describe('what DNS servers were seen to say', () => {
  it('is in the order asked, whoever answers first, and once for all items', async () => {
    const seen = new SeenNames();
    const waiting = Promise.withResolvers<void>();
    const ask = async (server: NameServer) => {
      if (server === SLOW) await waiting.promise;
      return unanswered(server, HOST);
    };
    const names = {...SILENT_NAMES, ask};
    const slow = seen.noting(names, 'a').ask(SLOW, HOST);
    await seen.noting(names, 'a').ask(QUICK, HOST);
    expect(places(seen)).to.deep.equal(['192.0.2.2 A a']);
    waiting.resolve();
    await slow;
    await seen.noting(names, 'b').ask(QUICK, {...HOST, name: 'MCP.georgi.io.'});
    expect(places(seen)).to.deep.equal(['192.0.2.1 A a', '192.0.2.2 A a+b']);
  });

  it('is without what is asked past validation, and without what was not answered at all', async () => {
    const seen = new SeenNames();
    await seen.noting(SILENT_NAMES, 'a').ask(QUICK, {...HOST, unchecked: true});
    const broken = {...SILENT_NAMES, ask: () => Promise.reject(new Error('bug'))};
    await seen
      .noting(broken, 'a')
      .ask(SLOW, HOST)
      .catch(() => {});
    expect(places(seen)).to.deep.equal([]);
  });
});
