import {stringify} from 'yaml';
import type {SignOff} from '../../model/checklist.ts';

type Written = Omit<SignOff, 'item' | 'source' | 'askedFor'>;

/** A file of sign-offs as YAML: one is the file itself, several are a list. */
export function signOffText(signOffs: readonly Written[]): string {
  const [only, ...others] = signOffs.map(fieldsOf);
  const document = others.length === 0 ? {version: 1, ...only} : {version: 1, signoffs: [only, ...others]};
  // Lines as they are: a URL that is folded cannot be clicked in a review.
  return stringify(document, {lineWidth: 0});
}

function fieldsOf({verdict, by, at, evidence, comment, asked}: Written) {
  return {
    verdict,
    by,
    at,
    ...(evidence === null ? {} : {evidence}),
    ...(comment === null ? {} : {comment}),
    asked,
  };
}
