import type {UsedValue} from '../model/checklist.ts';
import type {Json} from '../model/outcome.ts';
import type {Node, ScalarNode} from './yaml/node.ts';
import type {NearMiss, ProblemLog} from './yaml/problem-log.ts';

/** What one variable stands for: a value in a file, or text given on the command line. */
export type Definition =
  | {readonly node: Node; readonly log: ProblemLog; readonly source: string}
  | {readonly text: string; readonly source: string};

export type ProcessEnv = Readonly<Record<string, string | undefined>>;

interface Place {
  readonly node: ScalarNode;
  readonly log: ProblemLog;
  /** A default (`:-`) is allowed in the definition of a variable only. */
  readonly inDefinition: boolean;
  /** The reference that is being followed. */
  readonly reference: string;
}

/** `$${` stands for a literal `${`, as in Terraform. */
const INTERPOLATION = /(\$?)\$\{([^}]*)(\}?)/g;
const REFERENCE = /^(vars|env)\.([A-Za-z_][\w-]*)(?::-(.*))?$/s;

/** Longer texts are not made: variables that double each other would fill the memory. */
const MAX_TEXT = 64 * 1024;
const MAX_CHAIN = 50;

const DEFAULT_OUT_OF_PLACE = 'a default (":-") is for environment variables under vars: only; define a variable there';

/** Puts values in place of `${vars.x}` and `${env.X}`, and remembers which were used and which places could not be read. */
export class Interpolator {
  readonly used = new Map<string, UsedValue>();
  readonly environmentNames = new Set<string>();
  readonly #definitions: ReadonlyMap<string, Definition>;
  readonly #processEnv: ProcessEnv;
  readonly #values = new Map<string, Json | undefined>();
  readonly #chain: string[] = [];
  readonly #failed = new Set<Node>();

  constructor(definitions: ReadonlyMap<string, Definition>, processEnv: ProcessEnv) {
    this.#definitions = definitions;
    this.#processEnv = processEnv;
  }

  /** The value of a node with everything put in; keys are taken as they are, and so are the entries named `literal`. */
  evaluate(node: Node, log: ProblemLog, literal: ReadonlySet<string> = NOTHING): Json {
    return this.#evaluate(node, log, literal, false);
  }

  /** It holds a reference that is reported already: its value gets no second message. */
  hasFailed(node: Node): boolean {
    return this.#failed.has(node);
  }

  /** Reads every variable, so that a broken one is found before anything refers to it. */
  checkDefinitions(): void {
    const used = new Map(this.used);
    for (const name of this.#definitions.keys()) this.#variable(name);
    // Nothing was used by this.
    for (const name of this.used.keys()) if (!used.has(name)) this.used.delete(name);
  }

  #evaluate(node: Node, log: ProblemLog, literal: ReadonlySet<string>, inDefinition: boolean): Json {
    if (node.kind === 'scalar') {
      return isInterpolated(node) ? this.#text({node, log, inDefinition, reference: ''}) : node.value;
    }
    if (node.kind === 'list') return node.items.map((item) => this.#evaluate(item, log, NOTHING, inDefinition));
    // Not by assignment: a key may be `__proto__`.
    return Object.fromEntries(
      Array.from(node.entries, ([key, {value}]) => [
        key,
        literal.has(key) ? literalValue(value) : this.#evaluate(value, log, NOTHING, inDefinition),
      ]),
    );
  }

  #text(place: Place): Json {
    const text = String(place.node.value);
    const whole = /^\$\{([^{}]*)\}$/.exec(text);
    if (whole !== null) return this.#reference({...place, reference: whole[1] ?? ''}) ?? text;
    const filled = text.replace(INTERPOLATION, (as, escaped: string, reference: string, close: string) => {
      if (escaped !== '') return as.slice(1);
      const here = {...place, reference};
      if (close === '') {
        this.#fail(here, `"\${" is never closed with "}"`);
        return as;
      }
      const value = this.#reference(here);
      if (value !== null && typeof value === 'object')
        this.#fail(here, `\${${reference}} is a list, which cannot be part of a text`);
      return value === undefined ? as : String(value);
    });
    if (filled.length <= MAX_TEXT) return filled;
    this.#fail(place, `becomes a text of more than ${MAX_TEXT} characters`);
    return text;
  }

  #reference(place: Place): Json | undefined {
    const {reference} = place;
    const [, kind, name = '', fallback] = REFERENCE.exec(reference) ?? [];
    if (kind === undefined) {
      return this.#fail(place, `\${${reference}} is neither \${vars.NAME} nor \${env.NAME}${hintFor(reference)}`);
    }
    if (kind === 'env') return this.#environment(name, fallback, place);
    if (fallback !== undefined) return this.#fail(place, DEFAULT_OUT_OF_PLACE);
    return this.#used(name, place);
  }

  #used(name: string, place: Place): Json | undefined {
    if (!this.#definitions.has(name)) {
      return this.#fail(place, `vars.${name} is not set`, {word: name, among: this.#definitions.keys()});
    }
    if (this.#chain.includes(name)) {
      const circle = [...this.#chain.slice(this.#chain.indexOf(name)), name].join(' -> ');
      return this.#fail(place, `vars.${name} refers to itself: ${circle}`);
    }
    if (this.#chain.length >= MAX_CHAIN) return this.#fail(place, `a chain of more than ${MAX_CHAIN} variables`);
    const value = this.#variable(name);
    if (value === undefined) this.#failed.add(place.node);
    else
      this.used.set(`vars.${name}`, {name: `vars.${name}`, value, source: this.#definitions.get(name)?.source ?? ''});
    return value;
  }

  /** Undefined when the definition is broken, which is reported there. */
  #variable(name: string): Json | undefined {
    if (this.#values.has(name)) return this.#values.get(name);
    const definition = this.#definitions.get(name);
    if (definition === undefined) return undefined;
    this.#chain.push(name);
    const value = 'text' in definition ? definition.text : this.#defined(name, definition.node, definition.log);
    this.#chain.pop();
    this.#values.set(name, value);
    return value;
  }

  #defined(name: string, node: Node, log: ProblemLog): Json | undefined {
    const value = this.#evaluate(node, log, NOTHING, true);
    const parts = node.kind === 'list' ? node.items : [node];
    if (parts.some((part) => this.#failed.has(part))) return undefined;
    const values = Array.isArray(value) ? value : [value];
    if (values.every((part) => part !== null && typeof part !== 'object')) return value;
    log.error(node.start, `vars.${name} is neither a text, a number, true, false, nor a list of these`);
    return undefined;
  }

  #environment(name: string, fallback: string | undefined, place: Place): Json | undefined {
    this.environmentNames.add(name);
    if (fallback !== undefined && !place.inDefinition) return this.#fail(place, DEFAULT_OUT_OF_PLACE);
    const value = this.#processEnv[name];
    // As in a shell: an empty variable gives way to the default.
    if (fallback !== undefined && (value === undefined || value === '')) {
      const source = `default at ${place.log.place(place.node.start)}`;
      this.used.set(`env.${name}`, {name: `env.${name}`, value: fallback, source});
      return fallback;
    }
    if (value === undefined) return this.#fail(place, `the environment variable ${name} is not set`);
    this.used.set(`env.${name}`, {name: `env.${name}`, value, source: `environment variable ${name}`});
    return value;
  }

  #fail(place: Place, message: string, near?: NearMiss): undefined {
    this.#failed.add(place.node);
    place.log.error(place.log.find(`\${${place.reference}`, place.node.start), message, near);
    return undefined;
  }
}

const NOTHING: ReadonlySet<string> = new Set();

/** Whether its value comes, in whole or in part, from somewhere else. */
export function isInterpolated(node: Node): boolean {
  return node.kind === 'scalar' && typeof node.value === 'string' && node.value.includes('${');
}

/** The value as written in the file. */
export function literalValue(node: Node): Json {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return node.items.map(literalValue);
  return Object.fromEntries(Array.from(node.entries, ([key, {value}]) => [key, literalValue(value)]));
}

function hintFor(reference: string): string {
  const bare = reference.replace(/^(var|variables|environment)\./, '');
  return /^[A-Za-z_][\w-]*$/.test(bare) ? `; did you mean \${vars.${bare}}?` : '';
}
