import {expect} from 'chai';
import {type Change, Changes} from '../../../src/mcp-server/mcp/changes.ts';
import {serverClock} from '../../../src/mcp-server/system-clock.ts';
import {steppedClock} from '../../support/stepped-clock.ts';

describe('mcp-server changes', () => {
  it('are sent once, however many come at a time, and again when another comes', async () => {
    const clock = steppedClock();
    const changes = new Changes(serverClock(clock));
    const reported: Change[] = [];
    const stop = changes.listen((change) => reported.push(change));
    for (let n = 0; n < 100; n++) {
      changes.tell({kind: 'tools'});
      changes.tell({kind: 'resource', uri: 'test://a'});
    }
    clock.advance(20);
    await new Promise(setImmediate);
    expect(reported).to.deep.equal([{kind: 'tools'}, {kind: 'resource', uri: 'test://a'}]);
    changes.tell({kind: 'tools'});
    clock.advance(20);
    await new Promise(setImmediate);
    expect(reported).to.have.length(3);
    stop();
    changes.tell({kind: 'prompts'});
    clock.advance(20);
    await new Promise(setImmediate);
    expect(reported).to.have.length(3);
  });
});
