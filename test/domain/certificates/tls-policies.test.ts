import {expect} from 'chai';
import {isAtLeast, oldestTls} from '../../../src/domain/certificates/tls-policies.ts';

describe('security policies of HTTPS listeners', () => {
  const OLDEST = {
    'ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09': '1.2',
    'ELBSecurityPolicy-TLS13-1-2-2021-06': '1.2',
    'ELBSecurityPolicy-TLS13-1-2-Ext2-FIPS-2023-04': '1.2',
    'ELBSecurityPolicy-TLS13-1-3-2021-06': '1.3',
    'ELBSecurityPolicy-TLS13-1-1-2021-06': '1.1',
    'ELBSecurityPolicy-TLS13-1-0-2021-06': '1.0',
    'ELBSecurityPolicy-TLS-1-2-Ext-2018-06': '1.2',
    'ELBSecurityPolicy-TLS-1-1-2017-01': '1.1',
    'ELBSecurityPolicy-FS-1-2-Res-2020-10': '1.2',
    'ELBSecurityPolicy-FS-2018-06': '1.0',
    'ELBSecurityPolicy-2016-08': '1.0',
  };
  for (const [policy, oldest] of Object.entries(OLDEST)) {
    it(`${policy} admits TLS ${oldest} as the oldest`, () => {
      expect(oldestTls(policy)).to.equal(oldest);
    });
  }

  it('are not guessed at', () => {
    const others = ['', 'ELBSecurityPolicy-2031-01', 'ELBSecurityPolicy-TLS13-1-4-2030-01', 'My-TLS-1-2-2017-01'];
    expect(others.map(oldestTls)).to.deep.equal([null, null, null, null]);
  });

  it('have versions in order', () => {
    expect([isAtLeast('1.2', '1.2'), isAtLeast('1.3', '1.2'), isAtLeast('1.1', '1.2')]).to.deep.equal([
      true,
      true,
      false,
    ]);
  });
});
