import {Flags, type Interfaces} from '@oclif/core';

/** What oclif parses flags into; those that are optional on the command line are optional here. */
export type ValuesOf<F> = OptionalWhereUndefined<Interfaces.InferredFlags<F>>;

type OptionalWhereUndefined<V> = {readonly [K in keyof V as undefined extends V[K] ? never : K]: V[K]} & {
  readonly [K in keyof V as undefined extends V[K] ? K : never]?: V[K];
};

/** Flags that mean the same in every command that has them. Each command lists those that work there. */

export const jsonFlag = Flags.boolean({default: false, summary: 'print the document as JSON on stdout'});

export const quietFlag = Flags.boolean({default: false, summary: 'no progress and no summary on stderr'});

export const verboseFlag = Flags.boolean({
  default: false,
  summary: 'also show the evidence of what passed',
  exclusive: ['quiet'],
});

export const noColorFlag = Flags.boolean({default: false, summary: 'no colour (so does NO_COLOR)'});
