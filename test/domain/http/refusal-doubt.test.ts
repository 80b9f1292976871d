import {expect} from 'chai';
import {refuseToJudge} from '../../../src/domain/http/refusal-doubt.ts';
import {CannotTell} from '../../../src/model/errors.ts';
import type {Observer} from '../../../src/model/facts/observer.ts';
import type {Refusal} from '../../../src/model/facts/wire/connection.ts';

describe('refusals that our own absence may have brought about', () => {
  const away = (awayMs: number): Observer => ({gaps: [{fromMs: 10, toMs: 10 + awayMs}], awayMs, suspendedMs: 0});
  const asleep: Observer = {gaps: [], awayMs: 0, suspendedMs: 60_000};
  const refusal = (kind: Refusal['kind'], code: string | null = null): Refusal => ({
    kind,
    code,
    message: 'the connection was closed before response headers came',
  });
  const judges = (observer: Observer | undefined, refused: Refusal | null) => () =>
    refuseToJudge('https://a.example/', refused, observer);

  it('are connections that were closed while nothing came from us', () => {
    expect(judges(away(250), refusal('closed'))).to.throw(CannotTell, 'this machine was not scheduled for 250 ms');
    expect(judges(away(250), refusal('tls', 'ECONNRESET'))).to.throw(CannotTell);
    expect(judges(away(249), refusal('closed'))).not.to.throw();
  });

  it('are not those that time has no part in', () => {
    expect(judges(away(30_000), refusal('refused', 'ECONNREFUSED'))).not.to.throw();
    expect(judges(away(30_000), refusal('certificate', 'CERT_HAS_EXPIRED'))).not.to.throw();
    expect(judges(away(30_000), refusal('tls', 'ERR_SSL_WRONG_VERSION_NUMBER'))).not.to.throw();
  });

  it('are all of a machine that was asleep', () => {
    expect(judges(asleep, refusal('no-such-name', 'ENOTFOUND'))).to.throw(CannotTell, 'was suspended for 1 min');
  });

  it('are none of a recording that did not measure it, nor of an answer', () => {
    expect(judges(undefined, refusal('closed'))).not.to.throw();
    expect(judges(asleep, null)).not.to.throw();
  });
});
