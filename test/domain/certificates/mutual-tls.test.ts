import {expect} from 'chai';
import {mutualTlsFault, mutualTlsNote} from '../../../src/domain/certificates/mutual-tls.ts';
import {CannotTell} from '../../../src/model/errors.ts';
import type {MutualTls} from '../../../src/model/facts/aws-facts.ts';
import {LISTENER} from '../../support/aws-facts.ts';

const STORE = 'arn:aws:elasticloadbalancing:eu-central-1:444444444444:truststore/partners/0123456789abcdef';

describe('mutual TLS of a listener', () => {
  it('refuses clients without a certificate where it verifies', () => {
    const listener = withMutualTls({mode: 'verify', trustStoreArn: STORE});
    expect(mutualTlsFault(listener, false)?.what).to.include('(mutual TLS, trust store partners)');
    expect(mutualTlsFault(listener, true)).to.equal(null);
    expect(mutualTlsNote(listener)).to.include('trust store partners; expired ones are refused');
    expect(mutualTlsNote(withMutualTls({mode: 'verify', ignoresExpiry: true}))).to.include('expired ones pass too');
  });

  it('is not known with a trust store that its owner has withdrawn', () => {
    const listener = withMutualTls({mode: 'verify', trustStoreArn: STORE, trustStoreIsRemoved: true});
    expect(() => mutualTlsFault(listener, true)).to.throw(CannotTell, 'no longer shares it with this one');
    expect(mutualTlsFault(listener, false)?.what).to.include('refused in the handshake');
  });

  it('refuses nobody where it passes certificates on, which is said', () => {
    const listener = withMutualTls({mode: 'passthrough'});
    expect(mutualTlsFault(listener, false)).to.equal(null);
    expect(mutualTlsNote(listener)).to.include('passes them on unverified');
  });

  it('is not worth a word where it is off', () => {
    expect(mutualTlsFault(LISTENER, false)).to.equal(null);
    expect(mutualTlsNote(LISTENER)).to.equal(null);
  });

  it('is not known in a mode that is new', () => {
    expect(() => mutualTlsFault(withMutualTls({mode: 'attest'}), true)).to.throw(CannotTell, 'is attest');
  });
});

function withMutualTls(members: Partial<MutualTls>) {
  return {...LISTENER, mutualTls: {...LISTENER.mutualTls, ...members}};
}
