import {expect} from 'chai';
import type {ResourceRef} from '../../src/model/resource-ref.ts';
import {attachedCertificates, coveringCertificates} from '../../src/readers/attached-certificates.ts';
import {certificate, HOST} from '../support/aws-facts.ts';
import {awsWorld, NOW} from '../support/aws-world.ts';

describe('attached certificates', () => {
  it('are described, but for those of IAM', async () => {
    const good = certificate([HOST]);
    const uploaded = {arn: 'arn:aws:iam::444444444444:server-certificate/old', isDefault: true};
    const listenerCertificates = [uploaded, {arn: good.arn, isDefault: false}];
    const {aws} = awsWorld({certificates: [good], listenerCertificates});
    expect(await attachedCertificates(aws, 'alb' as ResourceRef<'loadBalancer'>)).to.deep.equal([
      {...uploaded, certificate: null},
      {arn: good.arn, isDefault: false, certificate: good},
    ]);
  });

  it('cover a host once each, those in force before those that are not', () => {
    const good = certificate([HOST]);
    const ended = certificate(['*.run.georgi.io'], {notAfter: '2026-11-22T11:59:59.999Z'});
    const pending = certificate(['run.georgi.io', HOST], {status: 'PENDING_VALIDATION', notAfter: null});
    const other = certificate(['*.georgi.io']);
    const attached = [good, good, ended, pending, other].map((one, i) => ({
      arn: one.arn,
      isDefault: i === 0,
      certificate: one,
    }));
    expect(coveringCertificates(HOST, attached, NOW)).to.deep.equal([good]);
    expect(coveringCertificates(HOST, attached.slice(2), NOW)).to.deep.equal([ended, pending]);
    expect(coveringCertificates('mcp.example.com', attached, NOW)).to.deep.equal([]);
  });
});
