import {expect} from 'chai';
import {certificateFlaw, isEndless} from '../../../src/domain/certificates/certificate-flaw.ts';
import {certificate, HOST} from '../../support/aws-facts.ts';
import {NOW} from '../../support/aws-world.ts';

describe('the flaw of a certificate', () => {
  it('is none when it covers the host, is issued and lasts', () => {
    expect(certificateFlaw(certificate([HOST]), HOST, NOW)).to.equal(null);
  });

  it('is a name, a status or an end', () => {
    const flaw = (members: Parameters<typeof certificate>[1], names = [HOST]) =>
      certificateFlaw(certificate(names, members), HOST, NOW);
    expect(flaw({}, ['*.georgi.io'])).to.include('does not cover');
    expect(flaw({status: 'REVOKED'})).to.include('is REVOKED, not ISSUED');
    expect(flaw({notAfter: '2026-11-22T11:59:59.999Z'})).to.include('has expired');
    expect(flaw({notAfter: NOW.toISOString()})).to.equal(null);
    const soon = certificate([HOST], {notAfter: '2026-11-22T23:59:00Z'});
    expect(certificateFlaw(soon, HOST, NOW, 1)).to.include('expires in 0.4 days');
    expect(certificateFlaw(soon, HOST, NOW, 0.4)).to.equal(null);
    expect(flaw({notAfter: null})).to.include('for how long is not known');
  });

  it('is not known without an end, and only then', () => {
    expect(isEndless(certificate([HOST], {notAfter: null}), HOST)).to.equal(true);
    expect(isEndless(certificate([HOST]), HOST)).to.equal(false);
    expect(isEndless(certificate(['api.georgi.io'], {notAfter: null}), HOST)).to.equal(false);
    expect(isEndless(certificate([HOST], {notAfter: null, status: 'PENDING_VALIDATION'}), HOST)).to.equal(false);
  });
});
