import type {Coding} from '../../model/facts/wire/http.ts';
import type {Fault} from '../../model/outcome.ts';
import {plainText} from '../../model/text/plain-text.ts';

/**
 * Why clients cannot read what is coded as the answer says; null where they can. `isWhole`: the message came to its proper
 * end, so that its coded data had to.
 */
export function codingFault({said, decoded, problem, encodedBytes}: Coding, isWhole: boolean): Fault | null {
  // An answer to HEAD, a 204, a 304: the header is about what is not there.
  if (said === null || encodedBytes === 0) return null;
  const name = plainText(said, 60);
  const because = problem === null ? '' : ` (${plainText(problem, 120)})`;
  switch (decoded) {
    case 'lies':
      return {
        what: `says Content-Encoding: ${name}, and its body is not in that coding${because}, which every client refuses`,
        fix: 'See which hop or part of the server says Content-Encoding without compressing, or takes the compression out and leaves the header.',
      };
    case 'unknown':
      return {
        what: `says Content-Encoding: ${name}, which browsers do not know`,
        fix: 'Let the server use gzip, br or zstd, and only for clients that accept it.',
      };
    case 'partial':
      return isWhole
        ? {
            what: `its body ends in the middle of its ${name} data${because}`,
            fix: 'See which hop or part of the server ends the compressed body early.',
          }
        : null;
    case 'plain':
    case 'whole':
      return null;
  }
}
