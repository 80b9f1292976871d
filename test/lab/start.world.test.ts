import {once} from 'node:events';
import {connect} from 'node:net';
import {expect} from 'chai';
import {type LabWorld, startLab} from '../../src/lab/start.ts';
import {API_HOST, MCP_HOST, RECORDED_AT} from '../../src/lab/worlds/names.ts';
import {UsageError} from '../../src/model/errors.ts';
import {shippedChecklist} from './run-on-lab.ts';

describe('lab/start', () => {
  const running: LabWorld[] = [];

  afterEach(async () => {
    await Promise.all(running.splice(0).map((lab) => lab.close()));
  });

  async function start(scenario: string): Promise<LabWorld> {
    const lab = await startLab(scenario);
    running.push(lab);
    return lab;
  }

  it('refuses a scenario that there is not, with the nearest', async () => {
    const error = await startLab('rule-ordr').catch((thrown: unknown) => thrown);
    expect(error).to.be.instanceOf(UsageError).with.property('message').that.contains('Did you mean "rule-order"?');
  });

  it('is judged at the time of its recording, whatever the calendar says', async () => {
    const lab = await start('healthy');
    expect(lab.now.toISOString()).to.equal(RECORDED_AT);
    expect(lab.recording.recordedAt).to.equal(RECORDED_AT);
  });

  it('leads the two hosts to two servers, and every other name to a port that refuses', async () => {
    const lab = await start('healthy');
    const mcp = lab.connectTo(MCP_HOST, 443);
    const api = lab.connectTo(API_HOST, 443);
    expect(mcp.port).not.to.equal(api.port);
    for (const nowhere of [lab.connectTo('example.org', 443), lab.connectTo(MCP_HOST, 80)]) {
      const [error] = await once(connect(nowhere.port, nowhere.address), 'error');
      expect(error).to.include({code: 'ECONNREFUSED'});
    }
  });

  it('does not know a host without a record', async () => {
    const lab = await start('record-missing');
    const unknown = lab.connectTo('example.org', 443);
    expect(lab.connectTo(MCP_HOST, 443)).to.deep.equal(unknown);
  });

  it('has an answer to every question of the checklist', async () => {
    const [lab, checklist] = [await start('healthy'), await shippedChecklist()];
    const questions = checklist.items.filter(({manual}) => manual !== null);
    const signOffs = lab.signOffs(checklist);
    expect(signOffs.map(({item}) => item)).to.deep.equal(questions.map(({id}) => id));
    for (const {by, at, verdict, evidence} of signOffs) {
      expect(Object.values(checklist.people).flat()).to.contain(by);
      expect(Date.parse(at)).to.be.below(lab.now.getTime());
      expect({verdict, evidence}).to.deep.equal({verdict: 'approved', evidence: 'built-in world'});
    }
  });

  it('is gone when it is closed, twice if asked', async () => {
    const lab = await start('healthy');
    const {address, port} = lab.connectTo(MCP_HOST, 443);
    await lab.close();
    await lab.close();
    const [error] = await once(connect(port, address), 'error');
    expect(error).to.include({code: 'ECONNREFUSED'});
  });
});
