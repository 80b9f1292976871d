import {expect} from 'chai';
import {runChecklist} from '../../src/app/run-checklist.ts';
import {loadChecklist} from '../../src/checklist/load.ts';
import {CHECKS} from '../../src/checks/index.ts';
import {shippedChecklist} from '../../src/cli/run/checklist-file.ts';
import {searchScopeOf} from '../../src/cli/trace/accounts-and-regions.ts';
import {LAB_VARS} from '../../src/lab/setup.ts';
import {startLab} from '../../src/lab/start.ts';
import {reportSchema} from '../../src/model/report.ts';

const SECRET = 'sesame-0815';

describe('the requests that a run follows for its report', () => {
  async function runWith(urls: readonly string[], signal = new AbortController().signal) {
    const file = shippedChecklist();
    const reading = {checks: CHECKS, environment: null, vars: LAB_VARS, varFiles: [], processEnv: {}};
    const {checklist} = await loadChecklist({...reading, file});
    if (checklist === null) throw new Error('the shipped checklist cannot be read');
    const world = await startLab('rule-order');
    try {
      return await runChecklist({
        checklist,
        waivers: [],
        signOffs: [],
        source: {mode: 'lab', world},
        traces: {
          requests: urls.map((url) => ({url: new URL(url), method: 'GET', headers: {}, sourceIp: null})),
          scope: searchScopeOf(checklist, {}),
          secrets: [SECRET],
        },
        stage: 'cutover',
        selection: {only: ['sse-rule-wins'], skip: [], tags: [], withNeeds: false},
        concurrency: 4,
        bail: false,
        region: null,
        profile: null,
        vantage: 'here',
        record: false,
        emit: () => {},
        signal,
      });
    } finally {
      await world.close();
    }
  }

  it('are in it hop by hop, without secrets, and decide nothing', async () => {
    const url = 'https://mcp.run.georgi.io/jessica-service/mcp/sse/stream';
    const {report, bugs} = await runWith([url, `https://api.georgi.io/${SECRET}`]);
    expect(bugs).to.deep.equal([]);
    const [stream, other] = report.traces ?? [];
    expect(stream).to.deep.include({request: {method: 'GET', url}, verdict: 'broken', firstBroken: 'rules'});
    expect(stream?.hops.map(({kind}) => kind)).to.include.members(['zone', 'load-balancer', 'rules']);
    expect(other?.request.url).to.equal('https://api.georgi.io/[redacted]');
    expect(JSON.stringify(report)).to.not.include(SECRET);
    expect(JSON.stringify(reportSchema.parse(report))).to.equal(JSON.stringify(report));
    const {report: without} = await runWith([]);
    expect(without.traces).to.equal(undefined);
    expect(report.decision).to.deep.equal(without.decision);
  });

  it('are left out of a run that was interrupted', async () => {
    const {report} = await runWith(['https://mcp.run.georgi.io/'], AbortSignal.abort());
    expect(report).to.deep.include({incomplete: 'interrupted'});
    expect(report.traces).to.equal(undefined);
  });
});
