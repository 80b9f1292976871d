import {expect} from 'chai';
import {MissedMessages, type SessionMessages} from '../../../src/mcp-server/mcp/missed-messages.ts';

const TEXT = 'x'.repeat(10_000);

function message(text: string) {
  return {jsonrpc: '2.0' as const, method: 'notifications/message', params: {text}};
}

async function replayed(store: SessionMessages, id: string): Promise<string[]> {
  const ids: string[] = [];
  await store.replayEventsAfter(id, {
    send: async (sent) => {
      ids.push(sent);
    },
  });
  return ids;
}

describe('mcp-server missed messages', () => {
  it('are those behind an event, of its stream alone', async () => {
    const store = new MissedMessages(1_000_000).ofSession();
    const priming = await store.storeEvent('s', {} as never);
    await store.storeEvent('other', message('1'));
    const second = await store.storeEvent('s', message('2'));
    expect(await replayed(store, priming)).to.deep.equal([second]);
    expect(await replayed(store, second)).to.deep.equal([]);
    expect(await store.getStreamIdForEventId(second)).to.equal('s');
    expect(await store.getStreamIdForEventId('e99')).to.equal(undefined);
    expect(await replayed(store, 'e99').catch((error: Error) => error.message)).to.include('e99');
  });

  it('take no more than they may, of all sessions together', async () => {
    const all = new MissedMessages(1_000_000);
    const stores = Array.from({length: 20}, () => all.ofSession());
    for (let round = 0; round < 10; round++) {
      for (const store of stores) {
        await store.storeEvent('s', message(`${TEXT}Ж`));
        expect(all.bytes).to.be.at.most(1_000_000);
      }
    }
    // The last of each is still there.
    for (const store of stores) expect(await store.getStreamIdForEventId('e10')).to.equal('s');
    expect(await stores[0]?.getStreamIdForEventId('e1')).to.equal(undefined);
  });

  it('are many at the most, however small', async () => {
    const store = new MissedMessages(1_000_000_000).ofSession();
    const first = await store.storeEvent('s', message(''));
    for (let n = 0; n < 1000; n++) await store.storeEvent('s', message(''));
    expect(await store.getStreamIdForEventId(first)).to.equal(undefined);
  });

  it('are forgotten with their session', async () => {
    const all = new MissedMessages(1_000_000);
    const store = all.ofSession();
    await store.storeEvent('s', message(TEXT));
    store.forgetAll();
    expect(all.bytes).to.equal(0);
  });
});
