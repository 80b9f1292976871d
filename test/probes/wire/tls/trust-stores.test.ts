import {expect} from 'chai';
import {trustStoresWith} from '../../../../src/probes/wire/tls/trust-stores.ts';
import {makeTestAuthority} from '../../../support/test-authority.ts';

const BROWSER = {oldest: '1.2', newest: '1.3', keyType: null} as const;

describe('trust stores', () => {
  it('are read once for the runs of a process that trust the same', async () => {
    const {cert} = await makeTestAuthority();
    const first = trustStoresWith(cert);
    const contexts = [first.requestContext(), first.contextFor(BROWSER)];
    const again = trustStoresWith(cert);
    expect([again.requestContext(), again.contextFor(BROWSER)]).to.have.ordered.members(contexts);
    expect(again.contextFor({...BROWSER, keyType: 'rsa'})).not.to.equal(contexts[1]);
  });

  it('are others for a run that trusts others: none goes on trusting what the one before did', async () => {
    const [one, two] = await Promise.all([makeTestAuthority(), makeTestAuthority()]);
    const stores = [one.cert, two.cert, null, one.cert].map(trustStoresWith);
    expect(new Set(stores)).to.have.property('size', 4);
  });
});
