import {expect} from 'chai';
import {
  type AskedOfCertificate,
  certificateDoubt,
  certificateFlaw,
  certificateNote,
} from '../../../src/domain/certificates/certificate-flaw.ts';
import {certificate, HOST} from '../../support/aws-facts.ts';
import {NOW} from '../../support/aws-world.ts';

type Members = Parameters<typeof certificate>[1];

describe('the flaw of a certificate', () => {
  it('is none when it covers the host, is issued and lasts', () => {
    expect(flaw({})).to.equal(null);
    expect(doubt({})).to.equal(null);
    expect(note({})).to.equal(null);
  });

  it('is a name, a status or an end', () => {
    expect(flaw({}, {}, ['*.georgi.io'])).to.include('does not cover');
    expect(flaw({status: 'REVOKED', revocationReason: 'KEY_COMPROMISE'})).to.include(
      'is REVOKED (KEY_COMPROMISE), not',
    );
    expect(flaw({status: 'FAILED', failureReason: 'CAA_ERROR'})).to.include('is FAILED (CAA_ERROR), not ISSUED');
    for (const status of ['PENDING_VALIDATION', 'EXPIRED', 'INACTIVE', 'VALIDATION_TIMED_OUT']) {
      expect(flaw({status})).to.include(`is ${status}, not ISSUED`);
    }
    expect(flaw({notAfter: '2026-11-22T11:59:59.999Z'})).to.include('has expired');
    expect(flaw({notAfter: NOW.toISOString()})).to.equal(null);
    expect(flaw({notAfter: '2026-11-22T23:59:00Z'}, {minDaysLeft: 1})).to.include('expires in 0.4 days');
    expect(flaw({notAfter: '2026-11-22T23:59:00Z'}, {minDaysLeft: 0.4})).to.equal(null);
  });

  it('is a beginning that has not come yet, to the millisecond', () => {
    expect(flaw({notBefore: NOW.toISOString()})).to.equal(null);
    expect(flaw({notBefore: '2026-11-22T12:00:00.001Z'})).to.include('is not valid before 2026-11-22T12:00:00.001Z');
    expect(flaw({notBefore: null})).to.equal(null);
  });

  it('is a key, a signature or a purpose that clients refuse', () => {
    expect(flaw({signatureAlgorithm: 'SHA1WITHRSA'})).to.include('is signed with SHA1WITHRSA');
    expect(flaw({signatureAlgorithm: 'MD5WITHRSA'})).to.include('is signed with');
    for (const signatureAlgorithm of ['SHA256WITHRSA', 'SHA384WITHECDSA', 'SHA512WITHRSA', null]) {
      expect(flaw({signatureAlgorithm})).to.equal(null);
    }
    expect(flaw({keyAlgorithm: 'RSA_1024'})).to.include('has a key of RSA_1024');
    expect(flaw({extendedKeyUsages: ['TLS_WEB_CLIENT_AUTHENTICATION']})).to.include('not for servers');
    expect(flaw({extendedKeyUsages: ['ANY']})).to.equal(null);
    expect(flaw({extendedKeyUsages: []})).to.equal(null);
    expect(flaw({keyUsages: ['KEY_ENCIPHERMENT', 'DATA_ENCIPHERMENT']})).to.include(
      'its key is for KEY_ENCIPHERMENT, DATA_ENCIPHERMENT, not for DIGITAL_SIGNATURE',
    );
    for (const keyUsages of [[], ['DIGITAL_SIGNATURE'], ['ANY'], ['CUSTOM']]) {
      expect(flaw({keyUsages})).to.equal(null);
    }
  });

  it('is that browsers find it in no log, where ACM issued it for anybody', () => {
    expect(flaw({isLogged: false})).to.include('kept out of the certificate transparency logs');
    expect(flaw({isLogged: false, type: 'IMPORTED', issuer: 'DigiCert Inc', subject: 'CN=x'})).to.equal(null);
    for (const trust of ['unseen', 'stated'] as const) {
      expect(flaw({isLogged: false}, {trust})).to.equal(null);
      expect(note({isLogged: false}, {trust})).to.include('transparency logs: browsers refuse it');
    }
  });

  it('is an issuer that nobody on the internet trusts', () => {
    const own = {type: 'IMPORTED', issuer: 'mcp.run.georgi.io', subject: 'CN=mcp.run.georgi.io'};
    expect(flaw({type: 'PRIVATE'})).to.include('a private authority issued it');
    expect(flaw(own)).to.include('it is self-signed');
    expect(flaw({...own, issuer: 'CN=mcp.run.georgi.io'})).to.include('it is self-signed');
    expect(flaw({type: 'IMPORTED', issuer: "Let's Encrypt"})).to.equal(null);
    expect(note({type: 'IMPORTED', issuer: "Let's Encrypt"})).to.include('imported with its intermediate certificates');
    expect(note({keyAlgorithm: 'EC_secp521r1'})).to.include('EC_secp521r1, which Chrome does not accept');
    expect(note({keyAlgorithm: 'EC_secp384r1'})).to.equal(null);
    for (const issuer of ['R11', 'E7', 'YE1', 'YR3']) expect(doubt({type: 'IMPORTED', issuer}), issuer).to.equal(null);
    // Browsers have stopped to trust what its roots issue, other clients have not.
    const entrust = {type: 'IMPORTED', issuer: 'Entrust Certification Authority - L1K'};
    expect(doubt(entrust)).to.include('whether clients trust Entrust');
    for (const trust of ['unseen', 'stated'] as const) {
      expect(flaw({type: 'PRIVATE'}, {trust})).to.equal(null);
      expect(flaw(own, {trust})).to.equal(null);
      expect(doubt({type: 'IMPORTED', issuer: 'ours'}, {trust})).to.equal(null);
    }
    expect(note({type: 'PRIVATE', issuer: 'ours'}, {trust: 'unseen'})).to.include('was issued by ours, and whether');
    expect(note(own, {trust: 'stated'})).to.include('is self-signed, which the clients are said to trust');
  });

  it('is not known without an end, or of an issuer that nobody here knows', () => {
    expect(doubt({notAfter: null})).to.include('NotAfter');
    expect(doubt({notAfter: null, status: 'PENDING_VALIDATION'})).to.equal(null);
    expect(doubt({notAfter: null}, {}, ['api.georgi.io'])).to.equal(null);
    expect(doubt({type: 'IMPORTED', issuer: "(STAGING) Let's Encrypt"})).to.include('whether clients trust');
    expect(doubt({type: 'IMPORTED', issuer: null})).to.include('an issuer that ACM does not name');
    expect(doubt({type: 'NEW_TYPE'})).to.include('(NEW_TYPE)');
  });
});

function asked(members: Partial<AskedOfCertificate>): AskedOfCertificate {
  return {host: HOST, now: NOW, trust: 'public', ...members};
}

function flaw(members: Members, of: Partial<AskedOfCertificate> = {}, names = [HOST]) {
  return certificateFlaw(certificate(names, members), asked(of));
}

function doubt(members: Members, of: Partial<AskedOfCertificate> = {}, names = [HOST]) {
  return certificateDoubt(certificate(names, members), asked(of));
}

function note(members: Members, of: Partial<AskedOfCertificate> = {}) {
  return certificateNote(certificate([HOST], members), asked(of));
}
