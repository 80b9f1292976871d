import type * as Sdk from '@aws-sdk/client-acm';
import type {Certificate, CertificateSummary, DomainValidation} from '../../../model/facts/aws-facts.ts';
import {type Shape, shapeOf} from '../shape.ts';

export function toCertificate(action: string, from: Sdk.CertificateDetail): Certificate {
  const shape = shapeOf(action);
  const {required} = shape;
  const renewal = from.RenewalSummary;
  return {
    arn: required(from.CertificateArn, 'Certificate.CertificateArn'),
    domainName: required(from.DomainName, 'Certificate.DomainName'),
    subjectAlternativeNames: required(from.SubjectAlternativeNames, 'Certificate.SubjectAlternativeNames'),
    serial: from.Serial ?? null,
    status: required(from.Status, 'Certificate.Status'),
    type: required(from.Type, 'Certificate.Type'),
    issuer: from.Issuer ?? null,
    subject: from.Subject ?? null,
    signatureAlgorithm: from.SignatureAlgorithm ?? null,
    extendedKeyUsages: (from.ExtendedKeyUsages ?? []).flatMap(({Name}) => Name ?? []),
    keyUsages: (from.KeyUsages ?? []).flatMap(({Name}) => Name ?? []),
    keyAlgorithm: from.KeyAlgorithm ?? null,
    notBefore: from.NotBefore?.toISOString() ?? null,
    notAfter: from.NotAfter?.toISOString() ?? null,
    inUseBy: from.InUseBy ?? [],
    renewalEligibility: from.RenewalEligibility ?? null,
    renewal:
      renewal === undefined
        ? null
        : {
            status: required(renewal.RenewalStatus, 'Certificate.RenewalSummary.RenewalStatus'),
            reason: renewal.RenewalStatusReason ?? null,
            domains: (renewal.DomainValidationOptions ?? []).map(({DomainName, ValidationStatus}) => ({
              domainName: required(DomainName, 'Certificate.RenewalSummary.DomainValidationOptions[].DomainName'),
              status: ValidationStatus ?? null,
            })),
          },
    isExportable: from.Options?.Export === 'ENABLED',
    isLogged: from.Options?.CertificateTransparencyLoggingPreference !== 'DISABLED',
    // Imported certificates were validated elsewhere.
    domainValidation: (from.DomainValidationOptions ?? []).map((validation) => toDomainValidation(shape, validation)),
    failureReason: from.FailureReason ?? null,
    revocationReason: from.RevocationReason ?? null,
  };
}

function toDomainValidation({required}: Shape, from: Sdk.DomainValidation): DomainValidation {
  const at = (member: string) => `Certificate.DomainValidationOptions[].${member}`;
  const record = from.ResourceRecord;
  return {
    domainName: required(from.DomainName, at('DomainName')),
    status: from.ValidationStatus ?? null,
    method: from.ValidationMethod ?? null,
    // It is only there some seconds after the certificate was requested.
    record:
      record === undefined
        ? null
        : {
            name: required(record.Name, at('ResourceRecord.Name')),
            type: required(record.Type, at('ResourceRecord.Type')),
            value: required(record.Value, at('ResourceRecord.Value')),
          },
  };
}

/** A certificate without any domain cannot serve a host, so it is left out. */
export function toCertificateSummaries(action: string, from: readonly Sdk.CertificateSummary[]): CertificateSummary[] {
  const {required} = shapeOf(action);
  return from.flatMap((summary) => {
    const arn = required(summary.CertificateArn, 'CertificateSummaryList[].CertificateArn');
    if (summary.DomainName === undefined) return [];
    return {
      arn,
      domainName: summary.DomainName,
      subjectAlternativeNames: summary.SubjectAlternativeNameSummaries ?? [],
      // Where the list does not say, only the certificate itself does.
      hasMoreNames:
        summary.HasAdditionalSubjectAlternativeNames ?? summary.SubjectAlternativeNameSummaries === undefined,
      status: summary.Status ?? null,
    };
  });
}
