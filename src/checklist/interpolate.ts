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
  /** Inputs without a value that something refers to, and the first place that does. */
  readonly unset = new Map<string, string>();
  readonly #definitions: ReadonlyMap<string, Definition>;
  readonly #processEnv: ProcessEnv;
  readonly #values = new Map<string, Json | undefined>();
  readonly #chain: string[] = [];
  readonly #failed = new Set<Node>();
  readonly #inputs: ReadonlySet<string>;
  /** The inputs that a node or a variable waits for. */
  readonly #waiting = new Map<Node | string, ReadonlySet<string>>();

  /** `inputs` may be referred to without a definition. */
  constructor(
    definitions: ReadonlyMap<string, Definition>,
    processEnv: ProcessEnv,
    inputs: ReadonlySet<string> = NOTHING,
  ) {
    this.#definitions = definitions;
    this.#processEnv = processEnv;
    this.#inputs = inputs;
  }

  /** The value of a node with everything put in; keys are taken as they are, and so are the entries named `literal`. */
  evaluate(node: Node, log: ProblemLog, literal: ReadonlySet<string> = NOTHING): Json {
    return this.#evaluate(node, log, literal, false);
  }

  /** It holds a reference without a value, which is reported or an unset input: its value gets no message. */
  hasFailed(node: Node): boolean {
    return this.#failed.has(node);
  }

  /** Its value waits for an input, so that nothing can be said about it: it is the text as written. */
  isUnset(node: Node): boolean {
    return this.#waiting.has(node);
  }

  /** The inputs that anything in a node waits for. */
  unsetIn(node: Node | undefined): ReadonlySet<string> {
    if (node === undefined || this.unset.size === 0) return NOTHING;
    if (node.kind === 'scalar') return this.#waiting.get(node) ?? NOTHING;
    const inside = node.kind === 'list' ? node.items : Array.from(node.entries.values(), ({value}) => value);
    return new Set(inside.flatMap((child) => [...this.unsetIn(child)]));
  }

  isDefined(name: string): boolean {
    return this.#definitions.has(name);
  }

  /** The value of a variable, used or not, once {@link checkDefinitions} has read them; undefined when it has none. */
  valueOf(name: string): Json | undefined {
    return this.#values.get(name);
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
      if (this.#inputs.has(name)) return this.#leaveUnset(name, place);
      const among = [...this.#definitions.keys(), ...this.#inputs];
      return this.#fail(place, `vars.${name} is not set`, {word: name, among});
    }
    if (this.#chain.includes(name)) {
      const circle = [...this.#chain.slice(this.#chain.indexOf(name)), name].join(' -> ');
      return this.#fail(place, `vars.${name} refers to itself: ${circle}`);
    }
    if (this.#chain.length >= MAX_CHAIN) return this.#fail(place, `a chain of more than ${MAX_CHAIN} variables`);
    const value = this.#variable(name);
    if (value === undefined) {
      this.#failed.add(place.node);
      this.#waitFor(place.node, this.#waiting.get(name) ?? NOTHING);
    } else
      this.used.set(`vars.${name}`, {name: `vars.${name}`, value, source: this.#definitions.get(name)?.source ?? ''});
    return value;
  }

  #leaveUnset(name: string, {node, log, reference}: Place): undefined {
    if (!this.unset.has(name)) this.unset.set(name, log.place(log.find(`\${${reference}`, node.start)));
    this.#failed.add(node);
    this.#waitFor(node, [name]);
  }

  #waitFor(waiting: Node | string, inputs: Iterable<string>): void {
    const all = new Set([...(this.#waiting.get(waiting) ?? []), ...inputs]);
    if (all.size > 0) this.#waiting.set(waiting, all);
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
    if (parts.some((part) => this.#failed.has(part))) {
      this.#waitFor(name, this.unsetIn(node));
      return undefined;
    }
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
