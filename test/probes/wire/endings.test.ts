import {expect} from 'chai';
import {CannotTell, NoAnswer} from '../../../src/model/errors.ts';
import {connectRefusal, endOf, refusalBeforeHeaders} from '../../../src/probes/wire/endings.ts';

function failure(code: string, message = code): NodeJS.ErrnoException {
  return Object.assign(new Error(message), {code, syscall: 'connect'});
}

const AT = {host: '127.0.0.1', port: 443};
const connecting = (error: Error) => connectRefusal(error, 'https://a.example/', AT, 'connect');

describe('how a request ends without an answer', () => {
  for (const code of ['ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH']) {
    it(`${code} is not an answer`, () => {
      expect(() => connecting(failure(code))).to.throw(NoAnswer, code);
    });
  }

  for (const code of ['EAI_AGAIN', 'ESERVFAIL', 'EAI_FAIL']) {
    it(`${code} while resolving is not an answer`, () => {
      expect(() => connectRefusal(failure(code), 'https://a.example/', AT, 'resolve')).to.throw(NoAnswer, code);
    });
  }

  it('one refusal among several addresses is an answer', () => {
    const both = new AggregateError([failure('ENETUNREACH'), failure('ECONNREFUSED')]);
    expect(connecting(both).kind).to.equal('refused');
  });

  it('what keeps us from opening a socket at all is an error', () => {
    expect(() => connecting(failure('EMFILE'))).to.throw(CannotTell, 'EMFILE');
  });

  it('a route lost before headers is not an answer', () => {
    expect(() => refusalBeforeHeaders(failure('ETIMEDOUT'), 'https://a.example/')).to.throw(NoAnswer);
  });

  it('an alert after the handshake is a TLS failure', () => {
    const alert = failure('ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED');
    expect(refusalBeforeHeaders(alert, 'https://a.example/').kind).to.equal('tls');
  });

  it('what the socket says about an end counts more than what the parser makes of it', () => {
    expect(endOf(failure('UND_ERR_SOCKET', 'other side closed'), null)).to.deep.equal({
      end: 'truncated',
      message: 'other side closed',
    });
    expect(endOf(failure('UND_ERR_SOCKET'), failure('ECONNRESET', 'read ECONNRESET')).end).to.equal('reset');
  });
});
