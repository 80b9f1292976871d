import {expect} from 'chai';
import {limitsOf} from '../../../src/domain/api-gateway/api-limits.ts';
import {HEALTHY} from '../../../src/lab/aws-world.ts';
import {integration} from '../../support/aws-facts.ts';

const REST = HEALTHY.api;
const STREAM = integration({responseTransferMode: 'STREAM', timeoutMs: 900_000});

describe('the limits of a route', () => {
  it('are those of a whole response where it is held back', () => {
    expect(limitsOf(REST, integration())).to.deep.equal(['BUFFERED: responses come whole, within 29 s and 10 MB']);
    expect(limitsOf({...REST, protocol: 'HTTP'}, {...STREAM, timeoutMs: null})).to.deep.equal([
      'BUFFERED: responses come whole, within 30 s and 10 MB',
    ]);
  });

  it('are those of a stream, which is shorter where its integration times out first', () => {
    expect(limitsOf(REST, STREAM)).to.deep.equal([
      'STREAM: responses come as they are sent, for 15 min at most',
      'STREAM: ends after 5 min of silence; 2 MB/s after 10 MB',
    ]);
    expect(limitsOf(REST, {...STREAM, timeoutMs: 60_000})[0]).to.include('for 1 min at most');
    expect(limitsOf({...REST, endpointTypes: ['EDGE']}, STREAM)[1]).to.include('after 30 s of silence');
  });

  it('say so of an integration that cannot stream', () => {
    expect(limitsOf(REST, {...STREAM, type: 'HTTP'})).to.deep.equal([
      'STREAM: but an integration of type HTTP cannot stream',
    ]);
  });
});
