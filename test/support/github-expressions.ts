import {data, Evaluator, Lexer, Parser} from '@actions/expressions';

/** What an expression may refer to, by context: `{inputs: {stage: 'soak'}}`. */
export interface Contexts {
  readonly [name: string]: Value;
}
type Value = string | Contexts;

export type JobStatus = 'success' | 'failure' | 'cancelled';

const STATUS_FUNCTIONS = ['always', 'success', 'failure', 'cancelled'] as const;

/** Whether a step runs, by its `if`: after a failure only where that asks for the status itself. */
export function stepRuns(condition: string | undefined, contexts: Contexts, status: JobStatus): boolean {
  const text = condition ?? 'success()';
  const asks = STATUS_FUNCTIONS.some((name) => text.includes(`${name}()`));
  return evaluate(`!!(${asks ? text : `success() && (${text})`})`, contexts, status).coerceString() === 'true';
}

/** A text with its expressions evaluated, each put in as it is. */
export function interpolate(text: string, contexts: Contexts): string {
  return text.replace(/\$\{\{(.*?)\}\}/gs, (_, expression: string) =>
    evaluate(expression, contexts, 'success').coerceString(),
  );
}

/** By GitHub's own evaluator, which leaves the functions of a job's status to whoever runs it. */
function evaluate(expression: string, contexts: Contexts, status: JobStatus): data.ExpressionData {
  const functions = STATUS_FUNCTIONS.map((name) => ({
    ...{name, minArgs: 0, maxArgs: 0},
    call: () => new data.BooleanData(name === 'always' || name === status),
  }));
  const {tokens} = new Lexer(expression).lex();
  const parsed = new Parser(tokens, Object.keys(contexts), functions).parse();
  return new Evaluator(parsed, dictionary(contexts), new Map(functions.map((one) => [one.name, one]))).evaluate();
}

function dictionary(values: Contexts): data.Dictionary {
  const pairs = Object.entries(values).map(([key, value]) => ({
    key,
    value: typeof value === 'string' ? new data.StringData(value) : dictionary(value),
  }));
  return new data.Dictionary(...pairs);
}
