import {z} from 'zod';
import type {Certificate, CertificateSummary} from '../aws-facts.ts';
import {text, textOrNull, texts, timeOrNull} from './parts.ts';

const certificate = z.strictObject({
  arn: text,
  domainName: text,
  subjectAlternativeNames: texts,
  // Recordings from before it was read have none.
  serial: textOrNull.default(null),
  status: text,
  type: text,
  issuer: textOrNull,
  subject: textOrNull,
  signatureAlgorithm: textOrNull,
  extendedKeyUsages: texts,
  keyUsages: texts,
  keyAlgorithm: textOrNull,
  notBefore: timeOrNull,
  notAfter: timeOrNull,
  inUseBy: texts,
  renewalEligibility: textOrNull,
  renewal: z
    .strictObject({
      status: text,
      reason: textOrNull,
      domains: z.array(z.strictObject({domainName: text, status: textOrNull})),
    })
    .nullable(),
  isExportable: z.boolean(),
  isLogged: z.boolean(),
  domainValidation: z.array(
    z.strictObject({
      domainName: text,
      status: textOrNull,
      method: textOrNull,
      record: z.strictObject({name: text, type: text, value: text}).nullable(),
    }),
  ),
  failureReason: textOrNull,
  revocationReason: textOrNull,
}) satisfies z.ZodType<Certificate>;

const summary = z.strictObject({
  arn: text,
  domainName: text,
  subjectAlternativeNames: texts,
  hasMoreNames: z.boolean(),
  status: textOrNull,
}) satisfies z.ZodType<CertificateSummary>;

export const ACM_FACTS = {certificate, certificates: z.array(summary)};
