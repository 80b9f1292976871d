import {expect} from 'chai';
import {shownParameters} from '../../../src/model/facts/shown-parameters.ts';
import {KnownSecrets} from '../../../src/model/text/secrets/known-secrets.ts';
import {factWithoutSecrets} from '../../../src/probes/fact-without-secrets.ts';

const SHOWN = {
  'integration.request.path.stage': "'prod'",
  'integration.request.header.Host': "'mcp.georgi.io'",
  'integration.request.header.X-User': 'method.request.header.X-User',
  'integration.request.header.X-Token': 'stageVariables.token',
  'integration.request.header.Accept': "'text/event-stream'",
  'integration.request.querystring.page': "'1'",
  'overwrite:path': '/x/$request.path.proxy',
  'append:header.X-Id': `\${context.requestId}`,
  'remove:header.Authorization': '',
};

const HIDDEN = {
  'integration.request.header.Authorization': "'Bearer hunter2'",
  'integration.request.header.X-Origin-Verify': "'hunter2'",
  'integration.request.querystring.api_key': "'hunter2'",
  'overwrite:header.Authorization': 'Bearer hunter2',
  // It looks like a variable.
  'append:header.X-Key': '$hunter2',
};

describe('the mappings of an integration', () => {
  it('are shown where they decide the way or are a reference, and never with what may be a secret', () => {
    expect(shownParameters(SHOWN)).to.deep.equal(SHOWN);
    expect(new Set(Object.values(shownParameters(HIDDEN)))).to.deep.equal(new Set(['[redacted]']));
  });

  it('are recorded like that', () => {
    const recorded = factWithoutSecrets({value: [{requestParameters: {...SHOWN, ...HIDDEN}}]}, new KnownSecrets());
    expect(JSON.stringify(recorded)).to.include('text/event-stream').and.not.to.include('hunter2');
  });
});
