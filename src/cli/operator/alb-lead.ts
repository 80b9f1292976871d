import type {FactSource} from '../../app/fact-source.ts';
import {lookUpRoute, type SearchScope} from '../../app/run-trace.ts';
import {UsageError} from '../../model/errors.ts';

/** Where the request for a URL has to be forwarded. */
export interface Lead {
  /** One or several, as a person names them. */
  readonly targetGroups: readonly string[];
  /** The rule that it was found from; null when the user named the group. */
  readonly from: string | null;
}

interface Question {
  readonly url: URL;
  readonly host: string;
  readonly loadBalancer: string;
  /** The port of its listener. */
  readonly listener: number;
  /** Where it is looked for: the first that has it. */
  readonly accounts: readonly string[];
  /** Null: the account's. */
  readonly region: string | null;
  readonly timeoutMs: number;
}

/**
 * The target groups that the rules lead a URL's request to. Null when the rules could not be looked at.
 *
 * @throws {UsageError} when no rule forwards the request: then only the operator knows where it belongs.
 */
export async function leadOf(question: Question, factSource: FactSource, scope: SearchScope): Promise<Lead | null> {
  const {url, host, loadBalancer, listener, accounts, region, timeoutMs} = question;
  const wanted = {accounts, region, loadBalancer, port: listener, isPrivate: false};
  const request = {method: 'GET', host, path: url.pathname, query: url.search.replace(/^\?/, '')};
  const end = await lookUpRoute(factSource, scope, {wanted, request}, timeoutMs);
  if (end === null) return null;
  if (end.targetGroups.length === 0) {
    const where = `${url.origin}${url.pathname}`;
    throw new UsageError(
      `${where}: no rule forwards this request: ${end.because}. Say where it has to lead: --target-group NAME`,
      {code: 'no-target-group', where},
    );
  }
  return {targetGroups: end.targetGroups, from: end.because};
}
