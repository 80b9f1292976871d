import type {AcmFacts} from '../../model/aws-facts.ts';
import {describeCertificate} from './acm-calls.ts';
import type {Scope} from './scope.ts';

export function acmFacts({at, to, fact}: Scope): Pick<AcmFacts, 'certificate'> {
  return {
    async certificate(name, arn) {
      const place = at(name);
      return fact(place, `certificate:${arn}`, (aborted) => describeCertificate(to('acm', place), arn, aborted));
    },
  };
}
