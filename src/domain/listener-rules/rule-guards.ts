import type {ListenerRule} from '../../model/facts/aws-facts.ts';
import {asksForLogin, gatesOf} from './listener-rules.ts';

/** What a rule can ask for before it forwards. */
export interface Guard {
  readonly kind: 'login' | 'token' | 'address' | 'header';
  /** Of the header. */
  readonly name?: string;
}

/** Whether a rule forwards no request without it; null where an action or a condition is not known to this version. */
export function asksFor(
  {conditions, actions}: Pick<ListenerRule, 'conditions' | 'actions'>,
  guard: Guard,
): boolean | null {
  const gates = gatesOf({actions});
  if (guard.kind === 'login' || guard.kind === 'token') {
    if (gates.some((gate) => (guard.kind === 'login' ? asksForLogin(gate) : gate.type === 'jwt-validation')))
      return true;
    return gates.some(({type}) => type === 'unknown') ? null : false;
  }
  const header = guard.name?.toLowerCase();
  return conditions.some((condition) => {
    if (guard.kind === 'address') return condition.field === 'source-ip' && !condition.values.some(isEverywhere);
    if (condition.field !== 'http-header' || condition.name.toLowerCase() !== header) return false;
    // A pattern that every value has asks for no value.
    return [...condition.values, ...condition.regexValues].every((value) => !/^(?:\*+|\^?\.[*+]\$?)$/.test(value));
  });
}

function isEverywhere(cidr: string): boolean {
  return cidr.endsWith('/0');
}

export function guardText(guard: Guard): string {
  switch (guard.kind) {
    case 'login':
      return 'a login (authenticate-oidc or authenticate-cognito)';
    case 'token':
      return 'a token (jwt-validation)';
    case 'address':
      return 'an address of the client (source-ip)';
    case 'header':
      return `a value of the header ${guard.name}`;
  }
}
