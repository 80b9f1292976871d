import type {AttachedCertificate} from '../domain/certificates/sni.ts';
import {CannotTell} from '../model/errors.ts';
import type {AwsFacts} from '../model/facts/aws-facts.ts';
import type {ResourceRef} from '../model/resource-ref.ts';
import {attachedCertificates} from './attached-certificates.ts';

export interface ListenerCertificates {
  /** Null: no listener is named, or it was not read. */
  readonly attached: readonly AttachedCertificate[] | null;
  /** Why it was not read. What the wire shows to be wrong is wrong all the same. */
  readonly untold: CannotTell | null;
}

/** What the listener holds that answers there, as far as AWS says. */
export async function listenerCertificates(
  alb: ResourceRef<'loadBalancer'> | undefined,
  aws: Pick<AwsFacts, 'certificate' | 'listenerCertificates'>,
): Promise<ListenerCertificates> {
  if (alb === undefined) return {attached: null, untold: null};
  try {
    return {attached: await attachedCertificates(aws, alb), untold: null};
  } catch (thrown) {
    if (!(thrown instanceof CannotTell)) throw thrown;
    return {attached: null, untold: thrown};
  }
}
