import {expect} from 'chai';
import {runTrace} from '../../src/app/run-trace.ts';
import {HEALTHY, recordingOf} from '../../src/lab/aws-world.ts';
import type {TraceDocument} from '../../src/model/trace.ts';
import {ACCOUNTS, RESOURCES} from '../support/healthy-resources.ts';

const AT = '2026-11-20T10:00:00.000Z';

async function traceWithout(...secrets: string[]): Promise<TraceDocument> {
  const recording = JSON.parse(JSON.stringify(recordingOf(HEALTHY, AT)));
  const {document} = await runTrace({
    request: {
      url: new URL('https://mcp.run.georgi.io/jessica-service/mcp/sse/stream'),
      method: 'GET',
      headers: {},
      sourceIp: null,
    },
    scope: {
      accounts: ACCOUNTS,
      dnsAccounts: ['dns'],
      zones: [],
      loadBalancerAccounts: ['platform'],
      loadBalancer: null,
      services: [RESOURCES.service],
    },
    runMode: {mode: 'replay', recording, file: 'recording.json'},
    timeoutMs: 20_000,
    live: false,
    record: false,
    overrides: [],
    secrets,
  });
  return document;
}

describe('a trace, without secrets', () => {
  it('keeps its own words, though a secret is spelled like one of them', async () => {
    const plain = await traceWithout();
    expect(JSON.stringify(plain)).to.include('unknown').and.include('wins').and.include('request');
    for (const word of ['broken', 'known', 'hops', 'order', 'record', 'because', 'default']) {
      const {verdict, hops} = await traceWithout(word);
      expect([verdict, hops.map(({kind, status}) => [kind, status])], word).to.deep.equal([
        plain.verdict,
        plain.hops.map(({kind, status}) => [kind, status]),
      ]);
    }
    expect(await traceWithout('every hop is in order', 'broken')).to.deep.equal(plain);
  });

  it('shows none that is in what it found, or in what was asked', async () => {
    for (const secret of ['central-alb', 'jessica', '/stream', '50dc6c495c0c9188']) {
      const document = await traceWithout(secret);
      expect(document.verdict).to.equal('ok');
      expect(JSON.stringify(document), secret).to.include('[redacted]').and.not.include(secret);
    }
  });
});
