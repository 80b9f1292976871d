import type {Truth} from './truth.ts';

/**
 * The labels that rules have added to a request so far. Source: the AWS WAF developer guide, "Labels": a key without
 * `awswaf:` means a label of the web ACL or rule group that the statement is in.
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
    const whole = key.startsWith('awswaf:') ? key : `${namespace ?? ''}${key}`;
    const isMeant = (label: string) => (isNamespace ? label.startsWith(whole) : label === whole);
    if ([...this.#certain].some(isMeant)) return true;
    const isHidden = [...this.#opaque].some((begin) => whole.startsWith(begin) || begin.startsWith(whole));
    return isHidden || [...this.#possible].some(isMeant) ? null : false;
  }
}
