import {SECRET_VALUE, type UsedValue} from '../model/checklist.ts';
import {KnownSecrets, SHORTEST_SECRET} from '../model/text/secrets/known-secrets.ts';
import {type Definition, type Interpolator, literalValue, type ProcessEnv} from './interpolate.ts';
import {quote, withDidYouMean} from './phrases.ts';
import {entryOf, type MappingNode} from './yaml/node.ts';
import type {ProblemLog} from './yaml/problem-log.ts';

/** Where the values of variables are. */
export interface SecretSources {
  readonly root: MappingNode;
  readonly log: ProblemLog;
  readonly interpolator: Interpolator;
  readonly definitions: ReadonlyMap<string, Definition>;
  readonly processEnv: ProcessEnv;
}

export interface UsedValues {
  /** Secret ones redacted. */
  readonly values: readonly UsedValue[];
  readonly secretValues: readonly string[];
}

/** The values that were used, those named by `secrets:` and what contains them redacted. */
export function readSecrets({root, log, interpolator, definitions, processEnv}: SecretSources): UsedValues {
  const node = entryOf(root, 'secrets')?.value;
  const known = [...definitions.keys(), ...interpolator.environmentNames];
  const names = new Set<string>();
  const secretValues = new Set<string>();
  for (const secret of node?.kind === 'list' ? node.items : []) {
    const name = String(literalValue(secret));
    names.add(name);
    const values = valuesOf(name, interpolator, processEnv);
    for (const value of values) secretValues.add(value);
    if (values.some(({length}) => length < SHORTEST_SECRET)) {
      log.error(
        secret.start,
        `the value of ${quote(name)} has fewer than ${SHORTEST_SECRET} characters, which are part of every text: it cannot be hidden; use a longer one`,
      );
    }
    if (!known.includes(name)) {
      log.warn(secret.start, withDidYouMean(`no variable ${quote(name)} is used, so this hides nothing`, name, known));
    }
  }
  const secrets = new KnownSecrets(secretValues);
  const values = [...interpolator.used.values()].map((used) => {
    const isNamed = names.has(used.name.replace(/^(vars|env)\./, ''));
    const isSecret = isNamed || secrets.find(JSON.stringify(used.value)).length > 0;
    return isSecret ? {...used, value: SECRET_VALUE} : used;
  });
  return {values, secretValues: [...secretValues]};
}

/** An empty one hides nothing, and needs not to. */
function valuesOf(name: string, interpolator: Interpolator, processEnv: ProcessEnv): readonly string[] {
  const values = [interpolator.valueOf(name), processEnv[name]].flat();
  return values.filter((value) => value !== undefined && value !== null && value !== '').map(String);
}
