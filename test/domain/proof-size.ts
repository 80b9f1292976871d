/**
 * The proofs that try everything there is, up to a size, are run whole by `npm run test:exhaustive`, as CI does when the
 * code that they are about has changed. Every other run tries a tenth.
 */
const WHOLE = process.env.EXHAUSTIVE === '1';

/** How many random cases to try. */
export function trials(all: number): number {
  return WHOLE ? all : Math.ceil(all / 10);
}

/** Every eleventh: words are listed by their letters, and every tenth would always end with the same one. */
export function sampleOf<T>(all: readonly T[]): readonly T[] {
  return WHOLE ? all : all.filter((_, index) => index % 11 === 0);
}
