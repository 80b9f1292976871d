import type {Certificate, CertificateSummary} from '../../../model/facts/aws-facts.ts';
import type {Connection} from '../call.ts';
import type {Clients} from '../connections.ts';
import {everyPage} from '../pages.ts';
import {shapeOf} from '../shape.ts';
import {toCertificate, toCertificateSummaries} from './mapping.ts';

type Acm = Connection<Clients['acm']>;

const sdk = () => import('@aws-sdk/client-acm');

export async function describeCertificate(acm: Acm, CertificateArn: string, signal: AbortSignal): Promise<Certificate> {
  const {DescribeCertificateCommand} = await sdk();
  const action = 'acm:DescribeCertificate';
  const answer = await acm.call(action, signal, new DescribeCertificateCommand({CertificateArn}));
  return toCertificate(action, shapeOf(action).required(answer.Certificate, 'Certificate'));
}

export async function listCertificates(acm: Acm, signal: AbortSignal): Promise<CertificateSummary[]> {
  const {KeyAlgorithm, ListCertificatesCommand} = await sdk();
  const action = 'acm:ListCertificates';
  // Without this the list only holds certificates with RSA keys of 1024 and 2048 bits.
  const Includes = {keyTypes: Object.values(KeyAlgorithm)};
  const all = await everyPage(action, 'CertificateSummaryList', async (NextToken?: string) => {
    const page = await acm.call(action, signal, new ListCertificatesCommand({Includes, NextToken, MaxItems: 1000}));
    return {items: page.CertificateSummaryList, next: page.NextToken};
  });
  return toCertificateSummaries(action, all);
}
