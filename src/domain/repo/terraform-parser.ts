import {callFunction} from './terraform-functions.ts';
import {
  can,
  chosen,
  combined,
  type Expression,
  ifKnown,
  member,
  memberBy,
  splat,
  tried,
} from './terraform-operators.ts';
import {Namespace, type Scope} from './terraform-scope.ts';
import {type Token, tokensOf} from './terraform-tokens.ts';
import {
  booleanOf,
  isList,
  isObject,
  isOpaque,
  membersOf,
  needsOf,
  numberOf,
  Refused,
  textOf,
  Unknown,
  type Value,
} from './terraform-value.ts';

/** @param parseTemplate for the texts in it, which hold expressions again. */
export function parseExpression(source: string, parseTemplate: ParseTemplate): Expression {
  return new Parser(source, parseTemplate).whole();
}

type ParseTemplate = (template: string) => Expression;

/** `.name`, `[0]` or `[*]`. */
interface Step {
  readonly name: string | null;
  readonly take: (of: Value, scope: Scope) => Value;
}

function after(value: Value, steps: readonly Step[], scope: Scope): Value {
  return steps.reduce((at, {take}) => take(at, scope), value);
}

const LEVELS: readonly (readonly string[])[] = [
  ['||'],
  ['&&'],
  ['==', '!='],
  ['<', '>', '<=', '>='],
  ['+', '-'],
  ['*', '/', '%'],
];

/** https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md */
class Parser {
  readonly #source: string;
  readonly #parseTemplate: ParseTemplate;
  readonly #tokens: readonly Token[];
  #at = 0;
  /** In the braces of an object a new line ends an expression. */
  #endsWithLine = false;

  constructor(source: string, parseTemplate: ParseTemplate) {
    // `${~ … ~}` trims what is around it, which is not done here.
    if (/^~|~$/.test(source)) throw new Refused('trims what is around it');
    this.#source = source;
    this.#parseTemplate = parseTemplate;
    this.#tokens = tokensOf(source);
  }

  whole(): Expression {
    const expression = this.#expression();
    if (this.#token.kind !== 'end') throw new Refused(`goes on with ${this.#token.text}`);
    return expression;
  }

  get #token(): Token {
    return this.#tokens[this.#at] as Token;
  }

  #isNext(...marks: readonly string[]): boolean {
    const {kind, text} = this.#token;
    return kind === 'mark' && marks.includes(text);
  }

  #isNextOnLine(...marks: readonly string[]): boolean {
    return this.#isNext(...marks) && !(this.#endsWithLine && this.#token.isOnNewLine);
  }

  #skip(mark: string): boolean {
    if (!this.#isNext(mark)) return false;
    this.#at += 1;
    return true;
  }

  #skipName(name: string): boolean {
    if (this.#token.kind !== 'name' || this.#token.text !== name) return false;
    this.#at += 1;
    return true;
  }

  #expect(mark: string): void {
    if (!this.#skip(mark)) throw new Refused(`has ${this.#token.text} where ${mark} is expected`);
  }

  #name(): string {
    const {kind, text} = this.#token;
    if (kind !== 'name') throw new Refused(`has ${text} where a name is expected`);
    this.#at += 1;
    return text;
  }

  /** Inside brackets lines do not count, inside braces they do. */
  #within<T>(endsWithLine: boolean, read: () => T): T {
    const before = this.#endsWithLine;
    this.#endsWithLine = endsWithLine;
    const result = read();
    this.#endsWithLine = before;
    return result;
  }

  #expression(): Expression {
    const condition = this.#binary(0);
    if (!this.#isNextOnLine('?')) return condition;
    this.#at += 1;
    const yes = this.#expression();
    this.#expect(':');
    const no = this.#expression();
    return (scope) => chosen(condition(scope), yes, no, scope);
  }

  #binary(level: number): Expression {
    const marks = LEVELS[level];
    if (marks === undefined) return this.#unary();
    let left = this.#binary(level + 1);
    while (this.#isNextOnLine(...marks)) {
      const {text} = this.#token;
      this.#at += 1;
      const [first, second] = [left, this.#binary(level + 1)];
      left = (scope) => combined(text, first(scope), second(scope));
    }
    return left;
  }

  #unary(): Expression {
    if (this.#skip('!')) {
      const inner = this.#unary();
      return (scope) => ifKnown(inner(scope), (value) => !booleanOf(value));
    }
    if (this.#skip('-')) {
      const inner = this.#unary();
      return (scope) => ifKnown(inner(scope), (value) => -numberOf(value));
    }
    return this.#withSteps();
  }

  #withSteps(): Expression {
    const {start, kind, text} = this.#token;
    const isCall = ['(', '::'].includes(this.#tokens[this.#at + 1]?.text ?? '');
    const isReference = kind === 'name' && !isCall && !['true', 'false', 'null'].includes(text);
    const term = this.#term();
    const steps = this.#steps();
    const source = this.#source.slice(start, this.#tokens[this.#at - 1]?.end);
    return (scope) => {
      if (!isReference) return after(term(scope), steps, scope);
      const known = scope.get(text);
      if (known === undefined) return new Unknown([{what: source}]);
      if (!(known instanceof Namespace)) return after(known, steps, scope);
      const [first, ...others] = steps;
      if (first === undefined || first.name === null) throw new Refused(`${text} is not a value`);
      return after(known.member(first.name), others, scope);
    };
  }

  #steps(): Step[] {
    const steps: Step[] = [];
    while (this.#isNextOnLine('.', '[')) {
      const isDot = this.#skip('.');
      const isSplat = (isDot ? this.#token : this.#tokens[this.#at + 1])?.text === '*';
      if (isSplat) {
        this.#at += isDot ? 1 : 3;
        // It applies to all that follows.
        const rest = this.#steps();
        return [...steps, {name: null, take: (of, scope) => splat(of, (each) => after(each, rest, scope))}];
      }
      if (!isDot) {
        this.#expect('[');
        const key = this.#within(false, () => this.#expression());
        this.#expect(']');
        steps.push({name: null, take: (of, scope) => memberBy(of, key(scope))});
      } else if (this.#token.kind === 'number') {
        // The number of `a.0.1` is 0.1.
        for (const index of this.#token.text.split('.')) steps.push({name: null, take: (of) => member(of, index)});
        this.#at += 1;
      } else {
        const name = this.#name();
        steps.push({name, take: (of) => member(of, name)});
      }
    }
    return steps;
  }

  #term(): Expression {
    const {kind, text, start} = this.#token;
    if (kind === 'mark' && text === '(') {
      this.#at += 1;
      const inner = this.#within(false, () => this.#expression());
      this.#expect(')');
      return inner;
    }
    if (kind === 'mark' && text === '[') return this.#within(false, () => this.#list());
    if (kind === 'mark' && text === '{') return this.#within(true, () => this.#object());
    this.#at += 1;
    if (kind === 'number') return () => numberOf(text);
    if (kind === 'text') return this.#parseTemplate(text);
    if (kind !== 'name') throw new Refused(`has ${text} where a value is expected`);
    if (text === 'true' || text === 'false') return () => text === 'true';
    if (text === 'null') return () => null;
    const isNamespaced = this.#skip('::');
    const name = isNamespaced ? `${text}::${this.#name()}` : text;
    return this.#isNextOnLine('(') || isNamespaced ? this.#call(name, start) : () => null;
  }

  #call(name: string, start: number): Expression {
    while (this.#skip('::')) this.#name();
    this.#expect('(');
    const args: Expression[] = [];
    let isExpanded = false;
    this.#within(false, () => {
      while (!this.#isNext(')')) {
        args.push(this.#expression());
        isExpanded = this.#skip('...');
        if (!this.#skip(',')) break;
      }
      this.#expect(')');
    });
    const source = this.#source.slice(start, this.#tokens[this.#at - 1]?.end);
    if (name === 'try') return (scope) => tried(args, scope, source);
    if (name === 'can') return (scope) => can(args, scope);
    return (scope) => {
      const values = args.map((arg) => arg(scope));
      const last = isExpanded ? values.pop() : undefined;
      if (last instanceof Unknown) return last;
      if (last !== undefined && !isList(last)) throw new Refused('expands what is not a list');
      return callFunction(name, [...values, ...(last ?? [])], source);
    };
  }

  #list(): Expression {
    this.#expect('[');
    if (this.#skipName('for')) return this.#for(']');
    const entries: Expression[] = [];
    while (!this.#isNext(']')) {
      entries.push(this.#expression());
      if (!this.#skip(',')) break;
    }
    this.#expect(']');
    return (scope) => entries.map((entry) => entry(scope));
  }

  #object(): Expression {
    this.#expect('{');
    if (this.#skipName('for')) return this.#within(false, () => this.#for('}'));
    const members: (readonly [Expression, Expression])[] = [];
    while (!this.#isNext('}')) {
      const key = this.#key();
      if (!this.#skip('=')) this.#expect(':');
      members.push([key, this.#expression()]);
      if (!this.#skip(',') && !this.#isNext('}') && !this.#token.isOnNewLine) break;
    }
    this.#expect('}');
    return (scope) => {
      const entries = members.map(([key, value]) => [key(scope), value(scope)] as const);
      const needs = entries.flatMap(([key]) => needsOf(key));
      if (needs.length > 0) return new Unknown(needs);
      return Object.fromEntries(entries.map(([key, value]) => [textOf(key), value]));
    };
  }

  /** A name by itself is the key, and not a reference. */
  #key(): Expression {
    const {kind, text} = this.#token;
    const after = this.#tokens[this.#at + 1];
    if (kind !== 'name' || after === undefined || !['=', ':'].includes(after.text)) return this.#expression();
    this.#at += 1;
    return () => text;
  }

  #for(end: ']' | '}'): Expression {
    const first = this.#name();
    const second = this.#skip(',') ? this.#name() : null;
    if (!this.#skipName('in')) throw new Refused('has a for without an in');
    const of = this.#expression();
    this.#expect(':');
    const value = this.#expression();
    if (end === '}') this.#expect('=>');
    const memberValue = end === '}' ? this.#expression() : null;
    const isGrouped = this.#skip('...');
    const condition = this.#skipName('if') ? this.#expression() : null;
    this.#expect(end);
    return (scope) => {
      const all = of(scope);
      if (isOpaque(all)) return new Unknown(needsOf(all));
      if (!isList(all) && !isObject(all)) throw new Refused('goes through neither a list nor a map');
      const scopes = membersOf(all).map(([key, each]) => {
        const inner = new Map(scope);
        if (second === null) inner.set(first, each);
        else inner.set(first, isList(all) ? Number(key) : key).set(second, each);
        return inner;
      });
      const conditions = scopes.map((inner) => condition?.(inner) ?? true);
      const open = conditions.flatMap(needsOf);
      if (open.length > 0) return new Unknown(open);
      const kept = scopes.filter((_, index) => booleanOf(conditions[index] ?? true));
      if (memberValue === null) return kept.map((inner) => value(inner));
      const keys = kept.map((inner) => value(inner));
      const needs = keys.flatMap(needsOf);
      if (needs.length > 0) return new Unknown(needs);
      if (isGrouped) throw new Refused('groups what it goes through');
      return Object.fromEntries(kept.map((inner, index) => [textOf(keys[index] ?? null), memberValue(inner)]));
    };
  }
}
