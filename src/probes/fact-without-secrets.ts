import type {RuleCondition} from '../model/facts/aws-facts.ts';
import type {RecordedFact} from '../model/facts/fact-store.ts';
import {hasOutsideKeys, isFactWord} from '../model/facts/fact-words.ts';
import {shownCondition} from '../model/facts/shown-conditions.ts';
import {shownParameters} from '../model/facts/shown-parameters.ts';
import type {Json} from '../model/outcome.ts';
import {redactText} from '../model/text/redact.ts';
import type {KnownSecrets} from '../model/text/secrets/known-secrets.ts';

/**
 * A fact as it may be written down: without secrets in what is from outside, and with the words of ours as they are, even
 * where a secret is spelled like one. Conditions of listener rules and the mappings of
 * an API's integration may hold undeclared secrets: see {@link shownCondition} and {@link shownParameters}.
 */
export function factWithoutSecrets(fact: RecordedFact, secrets: KnownSecrets): RecordedFact {
  if ('value' in fact) return {value: shown(fact.value, {member: '', isOutside: false}, secrets)};
  const {name, ...members} = fact.thrown;
  if (members.isShown === true) return fact;
  return {thrown: {name, ...(shown(members, {member: '', isOutside: false}, secrets) as typeof members)}};
}

interface Place {
  /** The key that it is under. */
  readonly member: string;
  /** Below this, keys are from outside, and no word is ours. */
  readonly isOutside: boolean;
}

function shown(value: Json, place: Place, secrets: KnownSecrets): Json {
  if (typeof value === 'string') {
    return !place.isOutside && isFactWord(place.member, value) ? value : redactText(value, secrets);
  }
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((member: Json) => shown(member, place, secrets));
  const isOutside = place.isOutside || hasOutsideKeys(place.member);
  const members = membersToShow(value, place);
  return Object.fromEntries(
    Object.entries(members).map(([name, member]) => [
      isOutside ? redactText(name, secrets) : name,
      shown(member, {member: name, isOutside}, secrets),
    ]),
  );
}

function membersToShow(value: object, {member}: Place): object {
  if (isSecretiveCondition(value)) return shownCondition(value);
  return member === 'requestParameters' ? shownParameters(value as Record<string, string>) : value;
}

function isSecretiveCondition(value: object): value is Extract<RuleCondition, {field: 'http-header' | 'query-string'}> {
  if (!('field' in value)) return false;
  return (
    (value.field === 'http-header' && 'regexValues' in value) || (value.field === 'query-string' && 'pairs' in value)
  );
}
