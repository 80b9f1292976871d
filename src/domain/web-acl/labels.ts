import type {Truth} from './truth.ts';

/**
 * The labels that rules have added to a request so far. Source: the AWS WAF developer guide, "Labels" and "Label match
 * examples": a key without `awswaf:` means a label of the web ACL or rule group that the statement is in, and may leave out
 * the first of its namespaces: `utf8` and `encoding:utf8` are both met by `header:encoding:utf8`.
 */
export class Labels {
  readonly #certain = new Set<string>();
  readonly #possible = new Set<string>();
  /** What rules may have added of which nobody knows the labels, by how these begin. */
  readonly #opaque = new Set<string>(['awswaf:clientip:', 'awswaf:forwardedip:']);

  add(labels: readonly string[], namespace: string | null, isCertain: boolean): void {
    for (const label of labels) (isCertain ? this.#certain : this.#possible).add(`${namespace ?? ''}${label}`);
  }

  /** Labels that begin like this may be there or not. */
  addUnknown(beginning: string): void {
    this.#opaque.add(beginning);
  }

  has({key, isNamespace}: {readonly key: string; readonly isNamespace: boolean}, namespace: string | null): Truth {
    const isWhole = key.startsWith('awswaf:');
    const prefix = namespace ?? '';
    const whole = isWhole ? key : `${prefix}${key}`;
    const isMeant = (label: string) => {
      if (isWhole) return isNamespace ? label.startsWith(key) : label === key;
      if (!label.startsWith(prefix)) return false;
      const own = `:${label.slice(prefix.length)}`;
      return isNamespace ? own.includes(`:${key}`) : own.endsWith(`:${key}`);
    };
    if ([...this.#certain].some(isMeant)) return true;
    const isHidden = [...this.#opaque].some((begin) => whole.startsWith(begin) || begin.startsWith(whole));
    return isHidden || [...this.#possible].some(isMeant) ? null : false;
  }
}
