import type {Problem} from '../model/checklist.ts';

/** A file that is wrong throughout says no more after so many. */
const MOST_PROBLEMS = 100;

/** Of a line and of a message as much as a person reads; a minified file has one line. */
const EXCERPT_BEFORE = 200;
const EXCERPT_AFTER = 300;
const MESSAGE = 1000;

export interface ShownProblems {
  readonly problems: readonly Problem[];
  /** How many more there are. */
  readonly moreProblems: number;
}

/** The first hundred, in their order; errors before warnings where there are more. */
export function firstOf(problems: readonly Problem[]): ShownProblems {
  if (problems.length <= MOST_PROBLEMS) return {problems, moreProblems: 0};
  const errors = problems.filter(({severity}) => severity === 'error').slice(0, MOST_PROBLEMS);
  const warnings = problems.filter(({severity}) => severity === 'warning').slice(0, MOST_PROBLEMS - errors.length);
  const kept = new Set([...errors, ...warnings]);
  return {problems: problems.filter((problem) => kept.has(problem)), moreProblems: problems.length - kept.size};
}

/** With no more of its line and its message than can be read. What is secret has to be covered before. */
export function cutShort(problem: Problem): Problem {
  const {message, excerpt, excerptStart, column} = problem;
  const short = message.length <= MESSAGE ? message : `${message.slice(0, MESSAGE)}…`;
  if (excerpt === null || excerpt.length <= EXCERPT_BEFORE + EXCERPT_AFTER) return {...problem, message: short};
  const at = column - 1 - excerptStart;
  const start = Math.max(0, at - EXCERPT_BEFORE);
  return {
    ...problem,
    message: short,
    excerpt: excerpt.slice(start, at + EXCERPT_AFTER),
    excerptStart: excerptStart + start,
  };
}
