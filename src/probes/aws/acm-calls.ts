import type {CertificateDetail} from '@aws-sdk/client-acm';
import type {Certificate} from '../../model/aws-facts.ts';
import type {Connection} from './call.ts';
import type {Clients} from './connections.ts';
import {shapeOf} from './shape.ts';

export async function describeCertificate(
  acm: Connection<Clients['acm']>,
  CertificateArn: string,
  signal: AbortSignal,
): Promise<Certificate> {
  const {DescribeCertificateCommand} = await import('@aws-sdk/client-acm');
  const action = 'acm:DescribeCertificate';
  const answer = await acm.call(action, signal, (client, options) =>
    client.send(new DescribeCertificateCommand({CertificateArn}), options),
  );
  return toCertificate(action, shapeOf(action).required(answer.Certificate, 'Certificate'));
}

function toCertificate(action: string, from: CertificateDetail): Certificate {
  const {required} = shapeOf(action);
  return {
    arn: required(from.CertificateArn, 'Certificate.CertificateArn'),
    domainName: required(from.DomainName, 'Certificate.DomainName'),
    subjectAlternativeNames: required(from.SubjectAlternativeNames, 'Certificate.SubjectAlternativeNames'),
    status: required(from.Status, 'Certificate.Status'),
    notAfter: from.NotAfter?.toISOString() ?? null,
    inUseBy: from.InUseBy ?? [],
  };
}
